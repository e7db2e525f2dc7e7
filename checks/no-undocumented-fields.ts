import type { FindingDraft } from '../core/finding.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import type { DocumentPointer } from '../spec/model.ts'
import type { SchemaView } from '../spec/schema-view.ts'
import { answerOf } from './answer.ts'
import type { Check } from './check.ts'
import { shapeOf, templateIn, type Shape } from './documented-members.ts'
import { cut, show } from './expectation.ts'
import { isProblemMediaType, parseMediaType } from './media-type.ts'
import { leaksInBody } from './no-sensitive-data-in-response.ts'
import { problemFaults } from './problem-details.ts'
import { responseBodyOf } from './response-body.ts'
import { validatorFor } from './schema-validator.ts'
import { traceIn } from './stack-trace.ts'

const MOST = 10

/**
 * A member that no schema names is a promise nobody wrote down: clients come to rely on it, or it leaks what was meant
 * to stay inside. Only where the schema lists members and does not say that others may come; what it forbids outright
 * is `body-matches-schema`'s.
 */
export const noUndocumentedFields: Check = {
  code: 'no-undocumented-fields',
  severity: 'warning',
  faults: [],
  requirements: ['OAS 3.1 §4.8.24'],
  describe: 'Objects in the body have only members that the contract names, unless it says that others may come.',
  lookAt:
    'What the object is serialised from: a member that nobody listed comes from the stored row; document it or leave it out.',
  applies: (judged) => {
    const answer = answerOf(judged)
    if (answer.kind !== 'documented' || answer.content.kind !== 'documented') return false
    return answer.content.media.schema !== undefined && responseBodyOf(judged.exchange).kind === 'json'
  },
  judge(judged) {
    const answer = answerOf(judged)
    if (answer.kind !== 'documented' || answer.content.kind !== 'documented') return []
    const { schema, mediaType } = answer.content.media
    const body = responseBodyOf(judged.exchange)
    if (schema === undefined || body.kind !== 'json') return []
    const validator = validatorFor(judged.contract, schema, 'response')
    const root = shapeOf(validator.view)
    const search: Search = { root, view: validator.view, document: schema, found: new Map() }
    collect(body.value, root, '', search, standardMembers(mediaType))
    if (search.found.size === 0) return []
    // A renamed member is missing too: then one finding says it.
    if (!validator.accepts(body.value) || problemFaults(judged).length > 0) return []
    const leaks = leaksInBody(judged)
    return [...search.found.values()].filter(({ payload }) => !leaks.some((leak) => isWithin(leak, payload ?? '')))
  },
}

/** What `no-sensitive-data-in-response` reports already. */
function isWithin(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`)
}

interface Search {
  readonly root: Shape
  readonly view: SchemaView
  readonly document: DocumentPointer
  readonly found: Map<string, FindingDraft>
}

const NONE: ReadonlySet<string> = new Set()
const PROBLEM_MEMBERS: ReadonlySet<string> = new Set(['type', 'title', 'status', 'detail', 'instance'])

/** RFC 9457 documents these for every problem. */
function standardMembers(mediaType: string): ReadonlySet<string> {
  const name = parseMediaType(mediaType)
  return name !== undefined && isProblemMediaType(name) ? PROBLEM_MEMBERS : NONE
}

function collect(value: Json, shape: Shape, pointer: string, search: Search, known: ReadonlySet<string> = NONE): void {
  if (search.found.size >= MOST) return
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item = shape.item(index)
      const member: Json | undefined = value[index]
      if (item !== undefined && typeof member === 'object' && member !== null)
        collect(member, item, child(pointer, index), search)
    }
    return
  }
  if (!isJsonObject(value)) return
  for (const name of Object.keys(value)) {
    const member = value[name] as Json
    const described = shape.member(name)
    if (described === undefined) {
      if (!shape.isOpen && !known.has(name) && !saysATrace(member)) report(name, member, shape, pointer, search)
    } else if (typeof member === 'object' && member !== null) {
      collect(member, described, child(pointer, name), search)
    }
  }
}

/** What `no-stack-trace-in-response` reports already. */
function saysATrace(value: Json): boolean {
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join('\n') : ''
  return traceIn(text) !== undefined
}

function report(name: string, value: Json, shape: Shape, parent: string, search: Search): void {
  const template = templateIn(search.root, child(parent, name), true)
  if (search.found.has(template) || search.found.size >= MOST) return
  const [listing] = shape.schemas
  search.found.set(template, {
    key: template,
    title: `${template} is not documented`,
    message: `The response has the member ${JSON.stringify(name)} at ${parent === '' ? 'its top' : parent}, which the contract does not name.`,
    expected: cut(
      `one of the members ${[...new Set(shape.schemas.flatMap((schema) => Object.keys(schema['properties'] ?? {})))].join(', ')}`,
    ),
    actual: show(value),
    document: (listing && search.view.pointerOf(listing)) ?? search.document,
    payload: child(parent, name),
  })
}
