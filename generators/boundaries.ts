import type { DraftBody, RequestDraft } from '../core/case.ts'
import type { Json } from '../core/json.ts'
import { deriveSeed } from '../core/seed.ts'
import type { Contract, DocumentPointer, Operation } from '../spec/model.ts'
import type { Side } from '../spec/schema-view.ts'
import { buildMembers, CannotBuild } from './boundaries/build.ts'
import type { Constraint } from './boundaries/constraint.ts'
import { createMaking } from './boundaries/making.ts'
import { pack, type Packed } from './boundaries/pack.ts'
import { EMPTY, merged, type Plan } from './boundaries/plan.ts'
import type { ObjectForm, Site } from './boundaries/site.ts'
import { BODY, requestSite } from './boundaries/surface.ts'
import { type Wish, wishesOf } from './boundaries/wishes.ts'
import { builtInDomain } from './domain/registry.ts'
import { builtInFormats } from './formats/registry.ts'
import { isIdempotencyKey, keyOf } from './idempotency-key.ts'
import { type RequestOptions, reasonOf } from './request-options.ts'
import { type RequestParts, requestParts } from './request-parts.ts'

export type { Constraint }

export interface BoundaryOptions extends RequestOptions {
  /** Decides keys, and values where nothing is to be shown. */
  readonly seed: number
  /** The most requests one operation is worth; 200 unless said otherwise. */
  readonly mostCases?: number
  /** Why a value breaks the schema at a pointer, in one line; `undefined` when it does not. Absent: nothing is judged. */
  isValid?(pointer: DocumentPointer, side: Side, value: Json): string | undefined
}

/** A valid request that shows some constraints at once. */
export interface BoundaryCase {
  /** `smallest`, `largest`, or `boundaries-` and a number. */
  readonly name: string
  readonly draft: RequestDraft
  /** Ids of the constraints it shows. */
  readonly covers: readonly string[]
}

export interface BoundaryPlan {
  readonly cases: readonly BoundaryCase[]
  readonly coverage: {
    readonly reachable: readonly Constraint[]
    readonly covered: readonly string[]
    readonly uncovered: readonly { readonly id: string; readonly reason: string }[]
  }
}

const MOST_CASES = 200

/** Requests built in search of the wish that spoils its case. */
const MOST_RETRIES = 400

/** Values in the largest request, about. */
const LARGEST = 2_000

/**
 * Valid requests that show every constraint of an operation's parameters and body, at its bound and just inside: few
 * requests, each showing many constraints that do not exclude each other. The same for the same contract and seed.
 *
 * @throws UnsatisfiableSchema where a required part cannot be generated
 */
export function boundaryCases(contract: Contract, operation: Operation, options: BoundaryOptions): BoundaryPlan {
  const generation = { formats: builtInFormats, domain: builtInDomain, ...options }
  const parts = requestParts(contract, operation, options)
  const seed = deriveSeed(options.seed, operation.operationId, 'boundaries')
  const root = requestSite({ contract, operation, parts, making: createMaking(generation), seed })
  const { wishes, impossible } = wishesOf(root)
  const { cases, left } = pack(root, wishes, options.mostCases ?? MOST_CASES)
  const made = makeCases({ operation, parts, root, seed, options }, cases)

  const failed = new Map(impossible.map(({ constraint, reason }) => [constraint.id, reason]))
  for (const { wish, reason } of [...left, ...made.failed]) failed.set(wish.constraint.id, reason)
  const reachable = new Map([...wishes, ...impossible].map(({ constraint }) => [constraint.id, constraint] as const))
  const shown = new Set(made.cases.flatMap(({ covers }) => covers))
  return {
    cases: made.cases,
    coverage: {
      reachable: [...reachable.values()],
      covered: [...reachable.keys()].filter((id) => shown.has(id) && !failed.has(id)),
      uncovered: [...reachable.keys()]
        .filter((id) => failed.has(id) || !shown.has(id))
        .map((id) => ({ id, reason: failed.get(id) ?? 'no case shows it' })),
    },
  }
}

interface Making {
  readonly operation: Operation
  readonly parts: RequestParts
  readonly root: Site
  readonly seed: number
  readonly options: BoundaryOptions
}

interface MadeCases {
  readonly cases: readonly BoundaryCase[]
  readonly failed: readonly { readonly wish: Wish; readonly reason: string }[]
}

/** Builds and judges each case; where one fails, halves it until what is to blame stands alone. */
function makeCases(making: Making, packed: readonly Packed[]): MadeCases {
  const cases: BoundaryCase[] = []
  const failed: { wish: Wish; reason: string }[] = []
  let retries = MOST_RETRIES

  function tryCase(each: Packed): void {
    const made = makeCase(making, each)
    if ('draft' in made) {
      cases.push({
        name: each.name,
        draft: made.draft,
        covers: [...new Set(each.wishes.map(({ constraint }) => constraint.id))],
      })
      return
    }
    const [wish, ...others] = each.wishes
    if (wish === undefined) return
    if (others.length === 0 || retries <= 0) {
      for (const one of each.wishes) failed.push({ wish: one, reason: made.reason })
      return
    }
    retries--
    const middle = Math.ceil(each.wishes.length / 2)
    for (const [i, half] of [each.wishes.slice(0, middle), each.wishes.slice(middle)].entries()) {
      tryCase({ ...each, name: `${each.name}${i === 0 ? 'a' : 'b'}`, plan: planOf(making.root, half), wishes: half })
    }
  }

  for (const each of packed) tryCase(each)
  return { cases, failed }
}

function planOf(root: Site, wishes: readonly Wish[]): Plan {
  let plan = EMPTY
  for (const { ways } of wishes) {
    for (const way of ways) {
      const next = merged(root, plan, way)
      if (next === undefined) continue
      plan = next
      break
    }
  }
  return plan
}

function makeCase(making: Making, packed: Packed): { readonly draft: RequestDraft } | { readonly reason: string } {
  try {
    const draft = draftOf(making, packed)
    const reason = violationOf(making, draft)
    return reason === undefined ? { draft } : { reason }
  } catch (error) {
    return { reason: error instanceof CannotBuild ? error.reason : reasonOf(error) }
  }
}

function draftOf({ operation, root, seed }: Making, { name, kind, plan }: Packed): RequestDraft {
  const caseSeed = deriveSeed(seed, name)
  const building = { seed: caseSeed, full: kind === 'largest', allowance: { left: LARGEST }, nth: 0 }
  // The request as a whole is one object.
  const form = root.forms()[0] as ObjectForm
  const members = buildMembers(root, form, plan, building, 0)
  const places: Record<string, Record<string, Json>> = { path: {}, query: {}, header: {}, cookie: {} }
  for (const [member, value] of members) {
    if (member === BODY) continue
    const [place, parameter] = [member.slice(0, member.indexOf(':')), member.slice(member.indexOf(':') + 2)]
    const held = places[place] as Record<string, Json>
    held[parameter] = isIdempotencyKey(parameter) && place === 'header' ? keyOf(deriveSeed(caseSeed, parameter)) : value
  }
  const { path = {}, query = {}, header = {}, cookie = {} } = places
  const body = members.get(BODY)
  const draft = { operationId: operation.operationId, path, query, header, cookie }
  return body === undefined ? draft : { ...draft, body: bodyOf(form, plan, body) }
}

function bodyOf(form: ObjectForm, plan: Plan, value: Json): DraftBody {
  const site = form.members.get(BODY)?.site
  const chosen = site?.forms()[plan.members?.get(BODY)?.form ?? site.plainForm()]
  return { kind: 'value', mediaType: chosen?.mediaType ?? 'application/json', value }
}

function violationOf({ parts, options }: Making, draft: RequestDraft): string | undefined {
  const { isValid } = options
  if (isValid === undefined) return undefined
  for (const { in: place, name, parameter } of parts.parameters) {
    const value = draft[place][name]
    if (parameter.schema === undefined || value === undefined) continue
    const reason = isValid(parameter.schema, 'request', value)
    if (reason !== undefined) return `${place}: ${name}: ${reason}`
  }
  const { body } = draft
  if (body?.kind !== 'value') return undefined
  const schema = parts.bodies.find(({ mediaType }) => mediaType === body.mediaType)?.documented.schema
  const reason = schema === undefined ? undefined : isValid(schema, 'request', body.value)
  return reason === undefined ? undefined : `the body: ${reason}`
}
