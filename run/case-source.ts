import type fc from 'fast-check'
import type { Case, Phase, RequestDraft } from '../core/case.ts'
import type { ConstraintCoverage } from '../core/event.ts'
import { deriveSeed } from '../core/seed.ts'
import { biasOf, draw, minimal, type Drawn } from '../generators/draw.ts'
import { boundaryCases, type BoundaryPlan } from '../generators/boundaries.ts'
import { exampleRequests } from '../generators/examples.ts'
import { withFreshKeys } from '../generators/idempotency-key.ts'
import { invalidCases, type InvalidPlan, type NotBreakable } from '../generators/invalid.ts'
import { requestArbitrary } from '../generators/request.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { AS_PLANNED } from './live-ids.ts'
import { constraintCoverage } from './constraint-coverage.ts'
import type { RequestGeneration } from './request-generation.ts'
import { createSentRequests } from './sent-requests.ts'

/** A case and, when it was drawn, the way to smaller ones. */
export interface PlannedCase {
  readonly case: Case
  readonly drawn?: Drawn<RequestDraft>
}

export type SourceItem =
  | { readonly kind: 'case'; readonly planned: PlannedCase }
  | { readonly kind: 'skipped'; readonly what: string; readonly reason: string }

export interface CaseSource {
  readonly operation: Operation
  /** How its requests are made. */
  readonly generation: RequestGeneration
  /** How many cases there will be, as far as it is known; examples that cannot be sent are not counted. */
  readonly size: number
  /** All but the cases of {@link CaseSource.lateItems}. */
  items(): Generator<SourceItem>
  /** Invalid cases that were put off. @param base a request that the target has accepted, to start from */
  lateItems(base: RequestDraft | undefined): Generator<SourceItem>
  /** What the boundary cases covered, by the ids of the cases that were sent; `undefined` where none were asked for. */
  coverage(sent: ReadonlySet<Case['id']>): ConstraintCoverage | undefined
  /** What no invalid case breaks, and why; known when all cases are. */
  notBroken(): readonly NotBreakable[]
  /** The operation's plainest valid request: the first thing to try when a failing case is to be made smaller. */
  plainest(): Drawn<RequestDraft> | undefined
}

export interface CaseSourceOptions {
  readonly seed: number
  readonly phases: readonly Phase[]
  readonly randomCases: number
  /** At most. */
  readonly boundaryCases: number
  /** At most. */
  readonly invalidCases: number
  readonly generation: RequestGeneration
  /** Whether invalid cases are put off until it is known which valid ones the target accepts. */
  readonly late?: boolean
  /** Why a case cannot be sent to this target, where it cannot. */
  withheld?(planned: Case): string | undefined
  /** Where ids are put that the target knows: `path: petId`, `body/ownerId`. */
  readonly idPlaces?: readonly string[]
}

/** The cases of one operation, in an order and with contents that depend on the seed and the operation alone. */
export function createCaseSource(contract: Contract, operation: Operation, options: CaseSourceOptions): CaseSource {
  const { seed, generation } = options
  const id = operation.operationId
  const omitted: { what: string; reason: string }[] = []
  const random = buildArbitrary(contract, operation, generation, omitted)
  const examples = options.phases.includes('examples')
    ? exampleRequests(contract, operation, { seed: deriveSeed(seed, id, 'examples'), ...generation.examples })
    : []
  const boundaries = options.phases.includes('boundaries') ? planBoundaries(contract, operation, options) : undefined
  const boundaryItems = withIdCases(operation, boundaries?.cases ?? [], options)
  const hasInvalid = options.phases.includes('invalid')
  const invalid = hasInvalid && options.late !== true ? planInvalid(contract, operation, options) : NO_INVALID
  const sendable = examples.filter((example) => example.violates === undefined)
  const randomCases = options.phases.includes('random') && random.kind === 'arbitrary' ? options.randomCases : 0

  const planned = (phase: Phase, name: string | number, draft: RequestDraft): Case => ({
    id: `${id}/${phase}/${name}`,
    operationId: id,
    phase,
    intent: { kind: 'valid' },
    draft,
  })

  function* items(): Generator<SourceItem> {
    for (const { what, reason } of omitted) yield { kind: 'skipped', what, reason }
    if (random.kind === 'unsatisfiable') {
      yield { kind: 'skipped', what: `${id}: random requests`, reason: random.reason }
    }
    for (const { name, draft, violates } of examples) {
      if (violates === undefined) yield { kind: 'case', planned: { case: planned('examples', name, draft) } }
      else
        yield {
          kind: 'skipped',
          what: `${id}/examples/${name}`,
          reason: `the contract's own example breaks its schema: ${violates}`,
        }
    }
    for (const { name, draft } of boundaryItems)
      yield { kind: 'case', planned: { case: planned('boundaries', name, draft) } }
    yield* randomItems()
    yield* invalidItems(invalid)
  }

  let notBroken: readonly NotBreakable[] = []
  function* invalidItems(plan: InvalidPlan): Generator<SourceItem> {
    const { cases } = plan
    notBroken = plan.notBreakable
    for (const { name, draft, constraint } of cases) {
      const broken: Case = { ...planned('invalid', name, draft), intent: { kind: 'invalid', constraint } }
      const reason = options.withheld?.(broken)
      if (reason === undefined) yield { kind: 'case', planned: { case: broken } }
      else yield { kind: 'skipped', what: broken.id, reason }
    }
  }

  function* lateItems(base: RequestDraft | undefined): Generator<SourceItem> {
    if (hasInvalid && options.late === true) yield* invalidItems(planInvalid(contract, operation, options, base))
  }

  function* randomItems(): Generator<SourceItem> {
    if (random.kind === 'unsatisfiable') return
    const sent = createSentRequests()
    // Where the space is small there comes a time when every request was sent.
    let isSpent = false
    for (let i = 0; i < randomCases; i++) {
      try {
        let drawn = draw(random.arbitrary, deriveSeed(seed, id, 'random', i), biasOf(i))
        let isNew = sent.add(drawn.value)
        for (let again = 1; again <= MOST_REDRAWS && !isNew && !isSpent; again++) {
          drawn = draw(random.arbitrary, deriveSeed(seed, id, 'random', i, again))
          isNew = sent.add(drawn.value)
        }
        isSpent ||= !isNew
        yield { kind: 'case', planned: { case: planned('random', i, drawn.value), drawn } }
      } catch (error) {
        yield { kind: 'skipped', what: `${id}/random/${i}`, reason: oneLine(error) }
        return
      }
    }
  }

  return {
    operation,
    generation,
    size: sendable.length + boundaryItems.length + randomCases + invalid.cases.length,
    items,
    lateItems,
    coverage: (sent) =>
      boundaries === undefined
        ? undefined
        : constraintCoverage(boundaries, (name) => sent.has(`${id}/boundaries/${name}`)),
    notBroken: () => notBroken,
    plainest: () => {
      if (random.kind === 'unsatisfiable') return undefined
      try {
        return minimal(random.arbitrary, deriveSeed(seed, id, 'plainest'))
      } catch {
        return undefined
      }
    },
  }
}

/**
 * The boundary cases, and what is lost of them where ids are put in their places: each case that is the first to show
 * something of an id is sent with its own ids as well.
 */
function withIdCases(
  operation: Operation,
  cases: BoundaryPlan['cases'],
  { seed, idPlaces = [] }: CaseSourceOptions,
): BoundaryPlan['cases'] {
  const shown = new Set<string>()
  return cases.flatMap((each) => {
    const own = each.covers.filter((id) => idPlaces.some((place) => id.startsWith(`${place} |`)) && !shown.has(id))
    for (const id of own) shown.add(id)
    if (own.length === 0) return [each]
    const name = `${each.name}${AS_PLANNED}`
    const draft = withFreshKeys(operation, each.draft, deriveSeed(seed, operation.operationId, name))
    return [each, { ...each, name, draft }]
  })
}

/** So many other requests are drawn in place of one that was sent already. */
const MOST_REDRAWS = 30

const NO_INVALID: InvalidPlan = { cases: [], notBreakable: [] }

/** Where a required part cannot be generated there is no boundary case; the random phase says so. */
function planBoundaries(
  contract: Contract,
  operation: Operation,
  { seed, generation, boundaryCases: mostCases }: CaseSourceOptions,
): BoundaryPlan {
  const { isValid } = generation.examples
  try {
    return boundaryCases(contract, operation, {
      ...generation.request,
      seed,
      mostCases,
      ...(isValid !== undefined && { isValid }),
    })
  } catch (error) {
    const uncovered = [{ id: 'the request', reason: oneLine(error) }]
    return { cases: [], coverage: { reachable: [], covered: [], uncovered } }
  }
}

function planInvalid(
  contract: Contract,
  operation: Operation,
  { seed, generation: { request, violations, expiredToken }, invalidCases: most }: CaseSourceOptions,
  base?: RequestDraft,
): InvalidPlan {
  return invalidCases(contract, operation, {
    ...request,
    seed,
    violations,
    most,
    ...(base !== undefined && { base }),
    ...(expiredToken !== undefined && { expiredToken }),
  })
}

type Built =
  | { readonly kind: 'arbitrary'; readonly arbitrary: fc.Arbitrary<RequestDraft> }
  | { readonly kind: 'unsatisfiable'; readonly reason: string }

function buildArbitrary(
  contract: Contract,
  operation: Operation,
  generation: RequestGeneration,
  omitted: { what: string; reason: string }[],
): Built {
  try {
    const arbitrary = requestArbitrary(contract, operation, {
      ...generation.request,
      onOmitted: (parameter, reason) =>
        omitted.push({
          what: `${operation.operationId}: optional ${parameter.in} parameter ${parameter.name}`,
          reason,
        }),
    })
    return { kind: 'arbitrary', arbitrary }
  } catch (error) {
    return { kind: 'unsatisfiable', reason: oneLine(error) }
  }
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}
