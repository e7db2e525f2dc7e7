import type { FindingDraft } from '../core/finding.ts'
import { isJsonObject } from '../core/json.ts'
import { child, tokensOf } from '../core/json-pointer.ts'
import type { DocumentPointer } from '../spec/model.ts'
import type { SchemaView } from '../spec/schema-view.ts'
import { shapeOf, templateIn } from './documented-members.ts'
import { actualOf, expectationOf } from './expectation.ts'
import type { Violation } from './violation.ts'

/** Where the judged value stands, in words and pointers. */
export interface Setting {
  readonly view: SchemaView
  /** Of the schema as a whole, for a violation that has no place of its own. */
  readonly document: DocumentPointer
  /** `the response body`, `the header Location` … */
  readonly subject: string
  /** The finding's `payload` for a pointer into the value. */
  payloadOf(pointer: string): string
}

const MOST = 3

/**
 * At most three findings of a value: the most telling first, one for each place, equal ones of array items as one.
 * The key is made of the document's place and the payload's, so that it is the same for every value that breaks the
 * promise in the same way.
 */
export function explain(violations: readonly Violation[], setting: Setting): readonly FindingDraft[] {
  const ranked = violations.toSorted((left, right) => rankOf(left) - rankOf(right))
  const drafts = new Map<string, { readonly first: Violation; count: number }>()
  const places = new Set<string>()
  for (const violation of ranked) {
    const key = keyOf(violation, setting)
    const known = drafts.get(key)
    if (known !== undefined) known.count++
    else if (!places.has(violation.payload)) {
      drafts.set(key, { first: violation, count: 1 })
    }
    places.add(violation.payload)
  }
  return [...drafts].slice(0, MOST).map(([key, { first, count }]) => draftOf(key, first, count, setting))
}

/** What is said first when there is more to say than fits. */
const RANKS: readonly string[] = [
  'type',
  'required',
  'discriminator',
  'const',
  'enum',
  'format',
  'pattern',
  'dependentRequired',
  'additionalProperties',
  'unevaluatedProperties',
]

/** Shallow before deep: what is wrong above explains what is wrong below. */
function rankOf({ keyword, payload }: Violation): number {
  const rank = RANKS.indexOf(keyword)
  return tokensOf(payload).length * 100 + (rank === -1 ? RANKS.length : rank)
}

function keyOf(violation: Violation, setting: Setting): string {
  return `${violation.keyword} ${documentOf(violation, setting)} ${templateOf(violation, setting)}`
}

function templateOf({ keyword, payload, member }: Violation, { view }: Setting): string {
  return templateIn(shapeOf(view), payload, member !== undefined && keyword !== 'propertyNames')
}

function documentOf({ schema, keyword }: Violation, { view, document }: Setting): DocumentPointer {
  const pointer = schema === undefined ? undefined : view.pointerOf(schema)
  return pointer === undefined ? document : child(pointer, keyword)
}

function draftOf(key: string, violation: Violation, count: number, setting: Setting): FindingDraft {
  const [expected, actual] = [expectationOf(violation), actualOf(violation)]
  const place = violation.payload === '' ? setting.subject : `${violation.payload} of ${setting.subject}`
  const branch = violation.branches.length === 0 ? '' : ` (as ${violation.branches.join(', ')})`
  const more = count === 1 ? '' : ` The same holds for ${count - 1} more ${count === 2 ? 'place' : 'places'}.`
  return {
    key,
    title: titleOf(violation, setting),
    message: `At ${place} the contract promises ${expected}${branch}, but the response has ${actual}.${more}`,
    expected,
    actual,
    document: documentOf(violation, setting),
    payload: setting.payloadOf(violation.payload),
  }
}

function titleOf(violation: Violation, setting: Setting): string {
  const { keyword, data, member } = violation
  const template = templateOf(violation, setting)
  const place = template === '' ? setting.subject : template
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return `${place} is missing`
    case 'type':
      return `${place} has the wrong type`
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `${place} is not allowed here`
    case 'discriminator':
      return isJsonObject(data) && Object.hasOwn(data, member ?? '')
        ? `${place} names no documented alternative`
        : `${place} is missing`
    default:
      return `${place} breaks its ${keyword}`
  }
}
