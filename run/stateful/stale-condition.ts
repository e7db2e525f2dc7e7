import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { staleConditionIsRefused } from '../../checks/sequences/stale-condition-is-refused.ts'
import { headerOf } from '../../core/exchange.ts'
import type { Operation } from '../../spec/model.ts'
import type { Conversation } from './conversation.ts'
import { conditionOf, type FamilyContext } from './family-context.ts'
import type { Resource } from './resource.ts'
import { plannedUpdates } from './update.ts'

/**
 * Asks for one more change under the tag of before an update. Only where the tag is a strong one and has changed: a weak
 * one never matches, and what keeps its tag has not been outgrown.
 */
export async function askOnStaleCondition(
  context: FamilyContext,
  conversation: Conversation,
  resource: Resource,
  { operation, before, updated, read }: Record<'before' | 'updated' | 'read', SequenceStep> & { operation: Operation },
): Promise<void> {
  const condition = conditionOf(operation)
  const [stale, current] = [tagOf(before), tagOf(read)]
  if (condition === undefined || stale === undefined || current === undefined || stale === current) return
  await conversation.conclude(staleConditionIsRefused, async () => {
    const [planned] = plannedUpdates(context, operation, resource, read, 'stale')
    if (planned === undefined) return undefined
    const draft = { ...planned.draft, header: { ...planned.draft.header, [condition.name]: stale } }
    const attempt = await conversation.ask({ name: 'change under a stale condition', operation, draft })
    return { updated, read, attempt, stale, current }
  })
}

function tagOf({ exchange: { outcome } }: SequenceStep): string | undefined {
  const tag = outcome.kind === 'response' ? headerOf(outcome.headers, 'etag') : undefined
  return tag?.startsWith('"') === true ? tag : undefined
}
