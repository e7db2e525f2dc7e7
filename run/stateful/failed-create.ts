import { failedCreateHasNoEffect } from '../../checks/sequences/failed-create-has-no-effect.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { isAccepted, statusOf } from '../../checks/sequences/step.ts'
import { type Trace, tracesIn } from '../../checks/sequences/trace.ts'
import type { Intent, RequestDraft } from '../../core/case.ts'
import type { JsonObject } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { deriveSeed } from '../../core/seed.ts'
import { withFreshKeys } from '../../generators/idempotency-key.ts'
import { withValueAt } from '../../generators/invalid/edit.ts'
import { invalidCases, type InvalidCase } from '../../generators/invalid.ts'
import type { Violations } from '../../generators/invalid.ts'
import type { RequestOptions } from '../../generators/request-options.ts'
import { refusesData } from '../data-verdict.ts'
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
 * Creates that break the contract, or that were refused before by a rule of the server's own, each with a value that no
 * other request carries: when they were refused, nothing in the list may carry it.
 *
 * @param known a resource of the family, from which the way to its list is known
 */
export async function failedCreate(context: FamilyContext, breaking: Breaking, known: Resource): Promise<void> {
  const plan = planList(context, known)
  if (plan === undefined) return
  const conversation = context.converse('refused')
  const refused: Refused[] = []
  const { create } = context.family
  const send = async (name: string, draft: RequestDraft, trace: Trace, intent?: Intent): Promise<void> => {
    const step = await conversation.ask({ name, operation: create, draft, ...(intent !== undefined && { intent }) })
    const made = isAccepted(step) ? context.creator.resourceOf(step, { draft }) : undefined
    if (made !== undefined) context.leave(made)
    if (intent === undefined ? refusesData(step.exchange) : statusOf(step) >= 400) {
      refused.push({ step, trace, isValid: intent === undefined })
    }
  }
  for (const { broken, trace } of brokenCreates(context, breaking)) {
    const { draft, constraint, name } = broken
    await send(`create with ${name}`, draft, trace, { kind: 'invalid', constraint })
  }
  for (const { draft, trace } of refusedCreates(context)) await send('create refused before', draft, trace)
  if (refused.length > 0) {
    const { pages } = await walk(context, conversation, plan, {
      name: 'list',
      until: (steps) => refused.some(({ trace }) => steps.some((page) => tracesIn(page, trace).length > 0)),
    })
    for (const { step, trace, isValid } of refused) {
      // What was tried and came to nothing may be listed as that.
      if (isValid && pages.some((page) => tracesIn(page, trace).some(isAttempt))) continue
      await conversation.conclude(
        failedCreateHasNoEffect,
        async () => ({ refused: step, before: [], after: pages, trace }),
        { isConclusive: true },
      )
    }
  }
  await conversation.finish()
}

interface Refused {
  readonly step: SequenceStep
  readonly trace: Trace
  /** Within the contract: a rule of the server's own refused it. */
  readonly isValid: boolean
}

/** Whether a resource says of itself that it is the record of an attempt: a declined payment, a failed import. */
function isAttempt(resource: JsonObject): boolean {
  return Object.values(resource).some(
    (value) =>
      typeof value === 'string' && /^(?:declined|denied|error|failed|failure|invalid|rejected|refused)$/i.test(value),
  )
}

/** Requests that were refused before although they are within the contract, each with a mark of its own. */
function refusedCreates({
  family: { create, name },
  workshop,
  creator,
  budget,
}: FamilyContext): readonly { readonly draft: RequestDraft; readonly trace: Trace }[] {
  return workshop
    .refused(create)
    .slice(0, budget.refused)
    .flatMap((base, index) => {
      const { draft, mark } = creator.renewed(base, name, 'refused before', index)
      return mark === undefined ? [] : [{ draft, trace: mark.trace }]
    })
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
