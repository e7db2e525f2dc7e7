import { headerOf, type Exchange } from '../core/exchange.ts'
import type { FindingDraft } from '../core/finding.ts'
import { isJsonObject, jsonEquals, type Json, type JsonObject } from '../core/json.ts'
import type { MediaType } from '../spec/model.ts'
import { answerOf } from './answer.ts'
import type { Judged } from './check.ts'
import { shapeAt, shapeOf } from './documented-members.ts'
import { cut, show } from './expectation.ts'
import { isUriReference } from './formats.ts'
import { isProblemMediaType, parseMediaType } from './media-type.ts'
import { excusesOf } from './masked-places.ts'
import { responseBodyOf } from './response-body.ts'
import { validatorFor } from './schema-validator.ts'

const MEMBERS = ['type', 'title', 'status', 'detail', 'instance'] as const

const NONE: readonly FindingDraft[] = []
const faults = new WeakMap<Exchange, { readonly contract: unknown; readonly found: readonly FindingDraft[] }>()

/** What is wrong with the problem details of an error response; empty when there are none, or none are promised. */
export function problemFaults(judged: Judged): readonly FindingDraft[] {
  const { exchange, contract } = judged
  const known = faults.get(exchange)
  if (known?.contract === contract) return known.found
  const found = findFaults(judged)
  faults.set(exchange, { contract, found })
  return found
}

function findFaults(judged: Judged): readonly FindingDraft[] {
  const answer = answerOf(judged)
  if (answer.kind !== 'documented' || answer.response.status < 400) return NONE
  const { content, documented, response } = answer
  const media = content.kind === 'documented' ? content.media : undefined
  const document = media?.pointer ?? documented.pointer

  if (content.kind === 'missing') {
    return isProblem(content.promised.mediaType) ? [noProblem(content.promised, response.status)] : NONE
  }
  const contentType = headerOf(response.headers, 'content-type')
  const body = responseBodyOf(judged.exchange)
  if (content.kind === 'undocumented' || body.kind !== 'json' || !isProblem(contentType)) return NONE
  if (!isJsonObject(body.value)) {
    const key = `${documented.status} object`
    return [
      draft(key, 'The problem is not an object', 'an object with problem details', show(body.value), document, ''),
    ]
  }
  const place: Place = { status: documented.status, document, media }
  return [
    ...missingMembers(body.value, requiredMembers(judged, media), place),
    ...wrongMembers(body.value, place, judged),
    ...wrongStatus(body.value, response.status, place, judged),
  ]
}

interface Place {
  readonly status: string
  readonly media: MediaType | undefined
  readonly document: string
}

function isProblem(contentType: string | undefined): boolean {
  const name = contentType === undefined ? undefined : parseMediaType(contentType)
  return name !== undefined && isProblemMediaType(name)
}

/**
 * RFC 9457 requires no member; the contract does, by its schema or by examples that all carry it. `instance` names one
 * occurrence, which examples cannot promise.
 */
function requiredMembers({ contract }: Judged, media: MediaType | undefined): readonly string[] {
  if (media === undefined) return []
  let known = required.get(media)
  if (known === undefined) {
    const bySchema = requiredBySchema(contract, media)
    known = MEMBERS.filter((name) => bySchema.has(name) || (name !== 'instance' && isInEveryExample(name, media)))
    required.set(media, known)
  }
  return known
}

const required = new WeakMap<MediaType, readonly string[]>()

function requiredBySchema(contract: Judged['contract'], { schema }: MediaType): ReadonlySet<unknown> {
  if (schema === undefined) return new Set()
  // Asked of the validator, not read from the schema: `required` may stand in any part of it.
  const broken = validatorFor(contract, schema, 'response').brokenKeywords({})
  return new Set(broken.filter(({ keyword }) => keyword === 'required').map(({ params }) => params['missingProperty']))
}

function isInEveryExample(name: string, { examples }: MediaType): boolean {
  return examples.length > 0 && examples.every(({ value }) => isJsonObject(value) && Object.hasOwn(value, name))
}

function missingMembers(problem: JsonObject, names: readonly string[], place: Place): readonly FindingDraft[] {
  const missing = names.filter((name) => !Object.hasOwn(problem, name))
  if (missing.length === 0) return NONE
  const list = missing.join(', ')
  const present = Object.keys(problem).join(', ')
  return [
    draft(
      `${place.status} missing ${list}`,
      `The problem lacks ${list}`,
      `a problem with ${names.join(', ')}`,
      present === '' ? 'an empty object' : cut(`only ${present}`),
      place.document,
      missing.length === 1 ? `/${list}` : '',
    ),
  ]
}

/** RFC 9457 §3.1: the type of each member; `type` and `instance` are URI references. */
function wrongMembers(problem: JsonObject, place: Place, judged: Judged): readonly FindingDraft[] {
  const isExcused = excusesOf(judged.exchange)
  return MEMBERS.flatMap((name) => {
    const value = problem[name]
    if (value === undefined || isRight(name, value) || isExcused('format', `/${name}`)) return []
    if (isDocumentedSo(name, value, problem, place.media, judged)) return []
    const expected = EXPECTED[name]
    const key = `${place.status} wrong ${name}`
    return [draft(key, `The problem's ${name} is not ${expected}`, expected, show(value), place.document, `/${name}`)]
  })
}

const EXPECTED = {
  type: 'a URI reference',
  title: 'a string',
  status: 'an integer',
  detail: 'a string',
  instance: 'a URI reference',
} as const

function isRight(name: (typeof MEMBERS)[number], value: Json): boolean {
  switch (name) {
    case 'status':
      return Number.isInteger(value)
    case 'title':
    case 'detail':
      return typeof value === 'string'
    case 'type':
    case 'instance':
      return typeof value === 'string' && isUriReference(value)
  }
}

/** Whether the contract itself shows this value, or describes the member as of this other JSON type (`null`, a string). */
function isDocumentedSo(
  name: string,
  value: Json,
  problem: JsonObject,
  media: MediaType | undefined,
  { contract }: Judged,
): boolean {
  if (value === null) return true
  if (media === undefined) return false
  if (media.examples.some((example) => isJsonObject(example.value) && isSame(example.value[name], value))) return true
  if (typeof value === 'string' && name !== 'status') return false
  if (media.schema === undefined) return false
  const validator = validatorFor(contract, media.schema, 'response')
  return shapeOf(validator.view).member(name) !== undefined && validator.accepts(problem)
}

function isSame(left: Json | undefined, right: Json): boolean {
  return left !== undefined && jsonEquals(left, right)
}

/** RFC 9457 §3.1.2: the same status as HTTP's, or one that the contract itself shows under it. */
function wrongStatus(problem: JsonObject, status: number, place: Place, { contract }: Judged): readonly FindingDraft[] {
  const claimed = problem['status']
  if (claimed === undefined || !Number.isInteger(claimed) || claimed === status) return NONE
  if (place.media !== undefined && isShown(claimed, place.media, contract)) return NONE
  const title = "The problem's status is not that of HTTP"
  return [draft(`${place.status} status`, title, `status ${status}`, show(claimed), place.document, '/status')]
}

function isShown(status: Json, { examples, schema }: MediaType, contract: Judged['contract']): boolean {
  if (examples.some(({ value }) => isJsonObject(value) && value['status'] === status)) return true
  if (schema === undefined) return false
  const described = shapeAt(shapeOf(validatorFor(contract, schema, 'response').view), '/status')
  return (described?.all ?? []).some((part) => {
    const { const: only, enum: several, example, examples: shown } = part
    const listed = [several, shown].flatMap((list) => (Array.isArray(list) ? list : []))
    return [only, example, ...listed].includes(status)
  })
}

function noProblem(media: MediaType, status: number): FindingDraft {
  return draft(
    `${status} empty`,
    'The response has no problem details',
    'problem details',
    'an empty body',
    media.pointer,
    '',
  )
}

function draft(
  key: string,
  title: string,
  expected: string,
  actual: string,
  document: string,
  payload: string,
): FindingDraft {
  return {
    key,
    title,
    message: `${title}: expected ${expected}, the response has ${actual}.`,
    expected,
    actual,
    document,
    payload,
  }
}
