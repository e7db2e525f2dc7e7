import type { HeaderList } from '../core/exchange.ts'
import type { FindingDraft } from '../core/finding.ts'
import type { Json } from '../core/json.ts'
import type { HeaderModel } from '../spec/model.ts'
import { answerOf } from './answer.ts'
import type { Check, Judged } from './check.ts'
import { shapeOf } from './documented-members.ts'
import { explain } from './explain.ts'
import { cut } from './expectation.ts'
import { readingsOf } from './header-value.ts'
import { validatorFor } from './schema-validator.ts'
import { violationsOf, type Violation } from './violation.ts'

/**
 * OAS 3.1 §4.8.21 (Header Object). A header that is required must be there; one that is there must have the described
 * value, read leniently (`simple` style has no types). Beyond the letter: a documented `Location` of a 201, 202 or
 * redirect must be there although `required` is false by default, and must resolve to an http(s) URL, because a client
 * that cannot find what it created has been promised nothing.
 */
export const headersMatchSchema: Check = {
  code: 'headers-match-schema',
  severity: 'error',
  faults: [101],
  requirements: ['OAS 3.1 §4.8.21', 'RFC 9110 §10.2.2'],
  describe: 'Documented headers are there and have the described values; a documented Location is there and resolves.',
  lookAt:
    'The place where the handler sets this header: it is often set in one branch only, or from a value that is empty here.',
  applies: (judged) => {
    const answer = answerOf(judged)
    return (
      answer.kind === 'documented' && answer.documented.headers.some(({ name }) => !NOT_JUDGED.has(name.toLowerCase()))
    )
  },
  judge(judged) {
    const answer = answerOf(judged)
    if (answer.kind !== 'documented') return []
    const { documented, response } = answer
    return documented.headers.flatMap((header) => judgeHeader(header, response.headers, response.status, judged))
  },
}

/** OAS 3.1 §4.8.17: a header named Content-Type is ignored; the others belong to the connection, not to the answer. */
const NOT_JUDGED = new Set(['content-type', 'content-length', 'content-encoding', 'transfer-encoding', 'connection'])

/** Fields whose form HTTP fixes, whatever a schema says of it, or which may not be joined into one value. */
const FIXED_BY_HTTP = new Set(['date', 'last-modified', 'expires', 'retry-after', 'set-cookie'])

function judgeHeader(
  header: HeaderModel,
  headers: HeaderList,
  status: number,
  judged: Judged,
): readonly FindingDraft[] {
  const name = header.name.toLowerCase()
  if (NOT_JUDGED.has(name)) return []
  const value = fieldOf(headers, name)
  const isLocation = name === 'location' && (status === 201 || status === 202 || Math.floor(status / 100) === 3)
  if (value === undefined) return header.required || isLocation ? [missing(header, status)] : []
  if (isLocation) {
    const unresolved = judgeLocation(header, value, judged.exchange.request.url)
    if (unresolved !== undefined) return [unresolved]
  }
  return FIXED_BY_HTTP.has(name) || isMasked(name, judged) ? [] : judgeValue(header, value, judged)
}

/** RFC 9110 §5.3: fields of one name are one list. */
function fieldOf(headers: HeaderList, name: string): string | undefined {
  const values = headers.filter(([candidate]) => candidate.toLowerCase() === name).map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

function isMasked(name: string, { exchange }: Judged): boolean {
  return exchange.redactions.some(({ at }) => at.part === 'response-header' && at.name.toLowerCase() === name)
}

function missing(header: HeaderModel, status: number): FindingDraft {
  return {
    key: `missing ${header.name.toLowerCase()}`,
    title: `The header ${header.name} is missing`,
    message: `For status ${status} the contract promises the header ${header.name}, but the response has none.`,
    expected: `the header ${header.name}`,
    actual: 'no such header',
    document: header.pointer,
    payload: `header: ${header.name}`,
  }
}

function judgeLocation(header: HeaderModel, value: string, requestUrl: string): FindingDraft | undefined {
  const target = value.trim() === '' ? null : URL.parse(value, requestUrl)
  if (target !== null && /^https?:$/.test(target.protocol)) return undefined
  return {
    key: 'unresolved location',
    title: 'The Location does not resolve',
    message: `The contract promises where to find the resource, but Location is ${cut(JSON.stringify(value))}.`,
    expected: 'a URI reference that resolves to an http or https URL',
    actual: cut(JSON.stringify(value)),
    document: header.pointer,
    payload: `header: ${header.name}`,
  }
}

function judgeValue(header: HeaderModel, value: string, { contract }: Judged): readonly FindingDraft[] {
  if (header.schema === undefined) return []
  const validator = validatorFor(contract, header.schema, 'response')
  const shape = shapeOf(validator.view)
  const readings = header.mediaType === undefined ? readingsOf(value, shape, header.explode) : jsonOf(value)
  if (readings.length === 0 || readings.some((reading) => validator.accepts(reading))) return []
  // A Location may be relative by RFC 9110, which `format: uri` in a contract does not mean to forbid.
  const isExcused = (keyword: string): boolean => keyword === 'format' && header.name.toLowerCase() === 'location'
  const attempts = readings.map((reading) => violationsOf(validator, reading, isExcused))
  if (attempts.some((violations) => violations.length === 0)) return []
  const drafts = explain(mostTelling(attempts), {
    view: validator.view,
    document: header.schema,
    subject: `the header ${header.name}`,
    payloadOf: () => `header: ${header.name}`,
  })
  // One header, one finding: the readings are ours, not the server's.
  return drafts.slice(0, 1).map((draft) => ({ ...draft, key: `value ${header.name.toLowerCase()}` }))
}

/** A header described by `content` holds that media type's text; only JSON is read. */
function jsonOf(value: string): readonly Json[] {
  try {
    return [JSON.parse(value) as Json]
  } catch {
    return []
  }
}

/** The reading of the right type, if any, says more than that the type is wrong. */
function mostTelling(attempts: readonly (readonly Violation[])[]): readonly Violation[] {
  const typed = attempts.find((violations) =>
    violations.every(({ keyword, payload }) => keyword !== 'type' || payload !== ''),
  )
  return typed ?? attempts.at(-1) ?? []
}
