import { isAbsent, isAccepted, isDone } from '../../checks/sequences/step.ts'
import { wrongStateIsConflict } from '../../checks/sequences/wrong-state-is-conflict.ts'
import type { RequestDraft } from '../../core/case.ts'
import type { Operation } from '../../spec/model.ts'
import type { Conversation } from './conversation.ts'
import { type FamilyContext, readResource, requestOn, withinScope } from './family-context.ts'
import type { Resource } from './resource.ts'

/**
 * Each action of a resource twice, and once more after the resource is gone. What a second time means is for the server
 * to say, as long as it answers as documented; what is done to a resource that is not there is a contradiction.
 */
export async function actions(context: FamilyContext): Promise<void> {
  const all = context.family.item?.actions ?? []
  for (const operation of all.slice(0, context.budget.actions)) {
    const conversation = context.converse(`action ${operation.operationId}`)
    const resource = await context.creator.create(conversation, [context.family.name, 'action', operation.operationId])
    if (resource !== undefined) {
      context.leave(resource)
      const draft = await twice(context, conversation, operation, resource)
      if (draft !== undefined) await afterDeletion(context, conversation, operation, resource, draft)
    }
    await conversation.finish()
  }
}

/** The request that was accepted; `undefined` where none was. */
async function twice(
  context: FamilyContext,
  conversation: Conversation,
  operation: Operation,
  resource: Resource,
): Promise<RequestDraft | undefined> {
  const { workshop, family, budget } = context
  const own = requestOn(context, operation, resource, 'action')
  if (own === undefined) return undefined
  const placed = (draft: RequestDraft): RequestDraft =>
    withinScope(family, operation, { ...draft, path: own.path }, resource)
  const candidates = workshop.candidates(operation, Math.min(3, budget.attempts))
  for (const [index, candidate] of candidates.entries()) {
    const once = workshop.prepared(operation, { ...candidate, path: own.path }, family.name, 'action', index)
    const done = await conversation.ask({ name: 'act', operation, draft: placed(once) })
    if (!isAccepted(done)) continue
    const next = workshop.prepared(operation, once, family.name, 'action', index, 'again')
    const draft = placed(next)
    await conversation.ask({ name: 'act again', operation, draft })
    return draft
  }
  return undefined
}

async function afterDeletion(
  context: FamilyContext,
  conversation: Conversation,
  operation: Operation,
  resource: Resource,
  draft: RequestDraft,
): Promise<void> {
  const remove = context.family.item?.remove
  const request = remove === undefined ? undefined : requestOn(context, remove, resource, 'delete')
  if (remove === undefined || request === undefined) return
  const deleted = await conversation.ask({ name: 'delete', operation: remove, draft: request })
  if (!isAccepted(deleted)) return
  context.gone(resource)
  const read = await readResource(context, conversation, resource, 'read after delete')
  if (read === undefined || !isAbsent(read) || !isDone(deleted)) return
  await conversation.conclude(wrongStateIsConflict, async () => {
    const again = context.workshop.prepared(operation, draft, context.family.name, 'after delete')
    const attempt = await conversation.ask({
      name: 'act after delete',
      operation,
      draft: withinScope(context.family, operation, { ...again, path: draft.path }, resource),
    })
    // A PUT may make what it names, and 202 often hides on purpose what is there.
    if (operation.method === 'put' || (isAccepted(attempt) && !isDone(attempt))) return undefined
    return { cause: deleted, attempt, state: 'the resource was deleted before' }
  })
}
