import { failedCreateHasNoEffect } from '../../checks/sequences/failed-create-has-no-effect.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { isAccepted, statusOf } from '../../checks/sequences/step.ts'
import { type Trace, tracesIn } from '../../checks/sequences/trace.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { deriveSeed } from '../../core/seed.ts'
import { withFreshKeys } from '../../generators/idempotency-key.ts'
import { withValueAt } from '../../generators/invalid/edit.ts'
import { invalidCases, type InvalidCase } from '../../generators/invalid.ts'
import type { Violations } from '../../generators/invalid.ts'
import type { RequestOptions } from '../../generators/request-options.ts'
import { jsonSchemaOf } from './create-draft.ts'
import { freshText } from './fresh-text.ts'
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
  await conversation.finish()
}

/** Of each sort of breakage one, each with a mark of its own. */
function brokenCreates(
  { family, workshop, creator, budget }: FamilyContext,
  { request, violations }: Breaking,
): readonly { readonly broken: InvalidCase; readonly trace: Trace }[] {
  const { create, name: familyName } = family
  const base = creator.draft(familyName, 'refused')
  if (base?.mark === undefined) return []
  const { pointer, trace } = base.mark
  const seen = new Set<string>()
  const chosen: { broken: InvalidCase; trace: Trace }[] = []
  for (const broken of casesOn(base.draft)) {
    const { name, constraint, draft } = broken
    const sort = constraint.breakage ?? constraint.kind ?? 'data'
    if (chosen.length >= budget.refused || seen.has(sort) || !constraint.payload.startsWith('/')) continue
    const { body } = draft
    if ((constraint.kind ?? 'data') !== 'data' || body?.kind !== 'value') continue
    if (valueAt(body.value, pointer) !== trace.value) continue
    const { length } = String(trace.value)
    const own = deriveSeed(workshop.seed, familyName, 'refused', name)
    const text = freshText(own, { minLength: length, maxLength: length })
    if (text === undefined || !isFree(text)) continue
    seen.add(sort)
    const marked = { ...draft, body: { ...body, value: withValueAt(body.value, pointer, text) } }
    const sent = withFreshKeys(create, marked, own)
    chosen.push({ broken: { ...broken, draft: sent }, trace: { ...trace, value: text } })
  }
  return chosen

  /** Whether the place of the mark takes any text, so that another one breaks nothing more. */
  function isFree(text: string): boolean {
    const { body } = base?.draft ?? {}
    const schema = base === undefined ? undefined : jsonSchemaOf(create, base.draft)
    return (
      body?.kind === 'value' && schema !== undefined && workshop.isValid(schema, withValueAt(body.value, pointer, text))
    )
  }

  function casesOn(draft: InvalidCase['draft']): readonly InvalidCase[] {
    try {
      return invalidCases(workshop.contract, create, { ...request, seed: workshop.seed, violations, base: draft }).cases
    } catch {
      return []
    }
  }
}
