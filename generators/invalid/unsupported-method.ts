import type { RequestDraft } from '../../core/case.ts'
import { parentOf } from '../../core/json-pointer.ts'
import type { Operation } from '../../spec/model.ts'
import type { ProtocolFamily } from './protocol.ts'

/** HEAD comes with GET, OPTIONS and TRACE are often answered before any routing. */
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Sends the methods that a path does not have; once for a path, with its first operation. */
export const unsupportedMethod: ProtocolFamily = function* ({ contract, operation, base }) {
  const first = contract.operations.find(({ path }) => path === operation.path)
  if (first !== operation) return
  const supported = new Set(
    contract.operations.filter((other) => serves(other, operation, base)).map(({ method }) => method),
  )
  const { body: _, ...bodiless } = base
  for (const method of METHODS) {
    if (supported.has(method)) continue
    const sent = method.toUpperCase()
    yield {
      name: `method:${sent}`,
      draft: { ...bodiless, method: sent },
      constraint: {
        kind: 'method',
        breakage: `method-${method}`,
        description: `method: one of ${[...supported].map((name) => name.toUpperCase()).join(', ')}, sent ${sent}`,
        document: parentOf(operation.pointer) ?? operation.pointer,
        payload: 'method',
      },
    }
  }
}

/** Whether the path of one operation is also one of the other: `/things/latest` is a `/things/{id}`. */
function serves(other: Operation, { path }: Operation, base: RequestDraft): boolean {
  if (other.path === path) return true
  const [wanted, given] = [segmentsOf(other.path), segmentsOf(path)]
  if (wanted.length !== given.length) return wanted.some((segment) => /\{[+/]|[+*]\}/.test(segment))
  return wanted.every((segment, i) => {
    const own = given[i] ?? ''
    if (segment.includes('{')) return true
    const name = /^\{([^{}]+)\}$/.exec(own)?.[1]
    return name === undefined ? segment === own : base.path[name] === segment
  })
}

function segmentsOf(path: string): readonly string[] {
  return path
    .replace(/[?#].*$/, '')
    .split('/')
    .filter((segment) => segment !== '')
}
