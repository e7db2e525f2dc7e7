import type { Parameter } from '../../spec/model.ts'
import type { ProtocolFamily } from './protocol.ts'

/** Quotes, brackets, a percent sign and a letter of two bytes, all escaped in the path: text that is pasted into queries unchecked. */
const ODD = `'"<%s;é`

/** Sends an id that nobody would give: it is unknown or refused, but no reason to fail. */
export const oddId: ProtocolFamily = function* ({ operation, base }) {
  for (const parameter of operation.parameters.filter(isTextInPath)) {
    const { name } = parameter
    yield {
      name: `odd-id@path.${name}`,
      draft: { ...base, path: { ...base.path, [name]: ODD } },
      constraint: {
        kind: 'tolerance',
        breakage: 'odd-id',
        description: `path ${name}: an id that the server knows, sent ${ODD}`,
        document: parameter.pointer,
        payload: `path: ${name}`,
      },
    }
  }
}

function isTextInPath({ in: place, style, schema, mediaType }: Parameter): boolean {
  return place === 'path' && style === 'simple' && schema !== undefined && mediaType === undefined
}
