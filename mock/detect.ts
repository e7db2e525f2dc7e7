import type { Contract, Operation } from '../spec/model.ts'
import type { Transport } from '../transport/send.ts'

/** Begins the `type` of every error that Prism words itself. */
export const PRISM_ERRORS = 'https://stoplight.io/prism/errors#'

/** A path that no contract has; Prism names it in its answer, others answer in their own way. */
const NOWHERE = '/no-such-path-of-any-contract/conformance-probe'

/** Whether a Prism mock answers there: it explains in its own words why it does not know a path. */
export async function isPrism(baseUrl: string, transport: Pick<Transport, 'send'>): Promise<boolean> {
  return (await prismErrorAt(`${baseUrl}${NOWHERE}`, 'GET', transport)) === 'NO_PATH_MATCHED_ERROR'
}

/**
 * The base URL under which a Prism mock serves this contract, or `undefined` where no Prism answers. Prism leaves out
 * the path of the document's server URL: of `http://127.0.0.1:4010/v1` it serves `http://127.0.0.1:4010`.
 */
export async function prismBaseUrl(
  contract: Contract,
  baseUrl: string,
  transport: Pick<Transport, 'send'>,
): Promise<string | undefined> {
  if (!(await isPrism(baseUrl, transport))) return undefined
  const operation = contract.operations[0]
  if (operation === undefined) return baseUrl
  for (const candidate of withFewerSegments(baseUrl)) {
    const error = await prismErrorAt(candidate + samplePath(operation), operation.method.toUpperCase(), transport)
    if (error !== 'NO_PATH_MATCHED_ERROR') return candidate
  }
  return baseUrl
}

/** The last word of Prism's error type, or `undefined` where the answer is not one of its errors. */
async function prismErrorAt(
  url: string,
  method: string,
  transport: Pick<Transport, 'send'>,
): Promise<string | undefined> {
  const { outcome } = await transport.send({ method, url, headers: [['accept', '*/*']] })
  const text = outcome.kind === 'response' ? (outcome.body?.content ?? '') : ''
  const type = text.match(/"type"\s*:\s*"([^"]*)"/)?.[1]
  return type?.startsWith(PRISM_ERRORS) === true ? type.slice(PRISM_ERRORS.length) : undefined
}

/** `http://host/mock/v1`, `http://host/mock`, `http://host`. */
function withFewerSegments(baseUrl: string): readonly string[] {
  const { origin, pathname } = new URL(baseUrl)
  const segments = pathname.split('/').filter((segment) => segment !== '')
  return [baseUrl, ...segments.map((_, i) => [origin, ...segments.slice(0, segments.length - 1 - i)].join('/'))]
}

function samplePath({ path }: Operation): string {
  return path.replace(/\{[^{}]*\}/g, '1')
}
