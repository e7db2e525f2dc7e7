import { failedCreateHasNoEffect } from '../../checks/sequences/failed-create-has-no-effect.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { isAccepted, statusOf } from '../../checks/sequences/step.ts'
import { type Trace, tracesIn } from '../../checks/sequences/trace.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { deriveSeed } from '../../core/seed.ts'
import { withFreshKeys } from '../../generators/idempotency-key.ts'
import { invalidCases, type InvalidCase } from '../../generators/invalid.ts'
import type { Violations } from '../../generators/invalid.ts'
import type { RequestOptions } from '../../generators/request-options.ts'
import type { FamilyContext } from './family-context.ts'
import { planList, walk } from './list-plan.ts'
import type { Resource } from './resource.ts'

/** How invalid requests are made. */
export interface Breaking {
  readonly request: Omit<RequestOptions, 'onOmitted'>
  readonly violations: Violations
}

/**
 * Creates that break the contract, each with a value that no other request carries: when they were refused, nothing in
 * the list may carry it.
 *
 * @param known a resource of the family, from which the way to its list is known
 */
export async function failedCreate(context: FamilyContext, breaking: Breaking, known: Resource): Promise<void> {
  const plan = planList(context, known)
  if (plan === undefined) return
  const conversation = context.converse('refused')
  const refused: { readonly step: SequenceStep; readonly trace: Trace }[] = []
  for (const { broken, trace } of brokenCreates(context, breaking)) {
    const { create } = context.family
    const { draft, constraint, name } = broken
    const step = await conversation.ask({
      name: `create with ${name}`,
      operation: create,
      draft,
      intent: { kind: 'invalid', constraint },
    })
    const made = isAccepted(step) ? context.creator.resourceOf(step, { draft }) : undefined
    if (made !== undefined) context.leave(made)
    if (statusOf(step) >= 400) refused.push({ step, trace })
  }
  if (refused.length > 0) {
    const { pages } = await walk(context, conversation, plan, {
      name: 'list',
      until: (steps) => refused.some(({ trace }) => steps.some((page) => tracesIn(page, trace).length > 0)),
    })
    for (const { step, trace } of refused) {
      await conversation.conclude(
        failedCreateHasNoEffect,
        async () => ({ refused: step, before: [], after: pages, trace }),
        { isConclusive: true },
      )
    }
  }
  conversation.finish()
}

/** Of each sort of breakage one, in a request that still carries its mark. */
function brokenCreates(
  context: FamilyContext,
  { request, violations }: Breaking,
): readonly { readonly broken: InvalidCase; readonly trace: Trace }[] {
  const { family, workshop, creator, budget } = context
  const seen = new Set<string>()
  const chosen: { broken: InvalidCase; trace: Trace }[] = []
  const base = creator.draft(family.name, 'refused')
  if (base === undefined) return []
  const sorts = casesOn(base.draft)
  for (const { name, constraint } of sorts) {
    const sort = constraint.breakage ?? constraint.kind ?? 'data'
    if (chosen.length >= budget.refused || seen.has(sort) || !constraint.payload.startsWith('/')) continue
    if ((constraint.kind ?? 'data') !== 'data') continue
    // A request of its own for each, so that each has its own mark.
    const own = creator.draft(family.name, 'refused', name)
    const mark = own?.mark
    const broken = own === undefined ? undefined : casesOn(own.draft).find((one) => one.name === name)
    if (mark === undefined || broken === undefined || broken.draft.body?.kind !== 'value') continue
    if (valueAt(broken.draft.body.value, mark.pointer) !== mark.trace.value) continue
    seen.add(sort)
    const draft = withFreshKeys(family.create, broken.draft, deriveSeed(workshop.seed, family.name, 'refused', name))
    chosen.push({ broken: { ...broken, draft }, trace: mark.trace })
  }
  return chosen

  function casesOn(draft: InvalidCase['draft']): readonly InvalidCase[] {
    try {
      return invalidCases(workshop.contract, family.create, {
        ...request,
        seed: workshop.seed,
        violations,
        base: draft,
      }).cases
    } catch {
      return []
    }
  }
}
