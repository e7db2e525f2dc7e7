import { createdResourceIsReadable } from '../../checks/sequences/created-resource-is-readable.ts'
import { deletedResourceIsGone } from '../../checks/sequences/deleted-resource-is-gone.ts'
import { linksResolve } from '../../checks/sequences/links-resolve.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { isAbsent, isAccepted, isDone, isRefused } from '../../checks/sequences/step.ts'
import { updateIsVisible } from '../../checks/sequences/update-is-visible.ts'
import { wrongStateIsConflict } from '../../checks/sequences/wrong-state-is-conflict.ts'
import type { Conversation } from './conversation.ts'
import {
  again,
  conditional,
  type FamilyContext,
  idPlaceIn,
  placeIn,
  placeSent,
  readResource,
  requestOn,
} from './family-context.ts'
import { type Link, linksIn } from './links.ts'
import type { Resource } from './resource.ts'
import { askOnStaleCondition } from './stale-condition.ts'
import { plannedUpdates } from './update.ts'

/** Links that are followed of one resource. */
const MOST_LINKS = 4

/**
 * Creates a resource and a neighbour, reads both, follows their links, changes the first, deletes it, and looks each
 * time what has become of it.
 */
export async function lifecycle(context: FamilyContext): Promise<void> {
  const { family, creator } = context
  const conversation = context.converse('lifecycle')
  const first = await creator.create(conversation, [family.name, 'lifecycle'])
  if (first !== undefined) {
    const second = await creator.create(conversation, [family.name, 'neighbour'])
    // Where a server takes both for the same resource, it is what was sent last.
    const isOther = second !== undefined && second.id !== first.id
    const resource = isOther ? first : (second ?? first)
    const neighbour = isOther ? second : undefined
    context.leave(resource)
    if (neighbour !== undefined) {
      context.leave(neighbour)
      await look(context, conversation, neighbour)
    }
    let current = await look(context, conversation, resource)
    const { replace, change, remove } = family.item ?? {}
    for (const operation of [replace, change]) {
      if (operation !== undefined && current !== undefined && isAccepted(current)) {
        current = await update(context, conversation, resource, operation, current)
      }
    }
    if (remove !== undefined) await removeResource(context, conversation, resource, current)
    // Whatever was done to the one was not asked of the other.
    if (neighbour !== undefined && current !== undefined) await readCreated(context, conversation, neighbour)
  }
  await conversation.finish()
}

/** Reads what was created and follows its links; yields the read where it shows the resource. */
async function look(
  context: FamilyContext,
  conversation: Conversation,
  resource: Resource,
): Promise<SequenceStep | undefined> {
  const read = await readCreated(context, conversation, resource)
  await followLinks(context, conversation, resource, read)
  return read?.isOf === true ? read.step : undefined
}

async function readCreated(
  context: FamilyContext,
  conversation: Conversation,
  resource: Resource,
): Promise<CreatedRead | undefined> {
  const shown = await readResource(context, conversation, resource, 'read')
  if (shown === undefined) return undefined
  // An id that nobody says to be the one of the path may be another one.
  const isGuess =
    resource.idAt !== undefined &&
    !resource.family.idPointers.slice(0, resource.family.toldPointers).includes(resource.idAt)
  if (isAbsent(shown) && isGuess) return undefined
  const reread = again(shown, async () => (await readResource(context, conversation, resource, 'read')) ?? shown)
  const broken = await conversation.conclude(createdResourceIsReadable, async () => {
    const read = await reread()
    const at = idPlaceIn(resource, read)
    const place = placeIn(resource, read)
    const createdPlace = placeIn(resource, resource.created)
    return {
      created: resource.created,
      read,
      ...(at !== undefined && { identity: { value: String(resource.id), at } }),
      resource: { sent: placeSent(resource, place), created: createdPlace, read: place },
    }
  })
  // What is not the resource tells nothing of what becomes of it.
  return { step: shown, isOf: !broken.some((key) => key === 'another resource' || key === 'not readable') }
}

/** A read of what was created, and whether it is that. */
interface CreatedRead {
  readonly step: SequenceStep
  readonly isOf: boolean
}

async function followLinks(
  context: FamilyContext,
  conversation: Conversation,
  resource: Resource,
  read: CreatedRead | undefined,
): Promise<void> {
  const { operations, asked, baseUrl } = context
  const sources = [resource.created, ...(read?.isOf === true ? [read.step] : [])]
  const seen = new Set(read === undefined ? [] : [read.step.exchange.request.url])
  let count = 0
  for (const source of sources) {
    for (const link of linksIn(source, operations, baseUrl)) {
      const isLeftOut = link.operation !== undefined && !asked.has(link.operation)
      if (seen.has(link.url) || isLeftOut || count >= MOST_LINKS) continue
      seen.add(link.url)
      count++
      await followLink(conversation, resource, source, link)
    }
  }
}

async function followLink(
  conversation: Conversation,
  resource: Resource,
  source: SequenceStep,
  link: Link,
): Promise<void> {
  const { relation, place, url } = link
  const operation = link.operation ?? source.operation
  await conversation.conclude(linksResolve, async () => {
    const followed = await conversation.follow(`link ${relation}`, url, operation, link.operation !== undefined)
    const isOwn = /^(?:self|location)$/i.test(relation) && isOfResource(place)
    const at = isOwn ? idPlaceIn(resource, followed) : undefined
    const identity = at === undefined ? {} : { identity: { value: String(resource.id), at } }
    return { source, followed, relation, place, ...identity }
  })
}

/** Whether a link stands with the resource itself: `/links/0/href`, and not with one of its parts. */
function isOfResource(place: string): boolean {
  return place.startsWith('header:') || /^(?:\/data)?\/_?links?\/[^/]+(?:\/href)?$/.test(place)
}

async function update(
  context: FamilyContext,
  conversation: Conversation,
  resource: Resource,
  operation: NonNullable<FamilyContext['family']['create']>,
  before: SequenceStep,
): Promise<SequenceStep> {
  const name = operation.method === 'put' ? 'replace' : 'change'
  for (const { draft, expected, kept } of plannedUpdates(context, operation, resource, before)) {
    const updated = await conversation.ask({ name, operation, draft })
    if (isRefused(updated)) continue
    if (!isAccepted(updated)) return before
    const first = await readResource(context, conversation, resource, `read after ${name}`)
    if (first === undefined) return before
    const reread = again(
      first,
      async () => (await readResource(context, conversation, resource, `read after ${name}`)) ?? first,
    )
    await conversation.conclude(updateIsVisible, async () => ({
      before,
      updated,
      read: await reread(),
      expected,
      kept,
    }))
    if (!isAccepted(first)) return before
    await askOnStaleCondition(context, conversation, resource, { operation, before, updated, read: first })
    return first
  }
  return before
}

async function removeResource(
  context: FamilyContext,
  conversation: Conversation,
  resource: Resource,
  before: SequenceStep | undefined,
): Promise<void> {
  const { remove, change } = context.family.item ?? {}
  const request = remove === undefined ? undefined : requestOn(context, remove, resource, 'delete')
  if (remove === undefined || request === undefined) return
  const draft = conditional(remove, request, before)
  const deleted = await conversation.ask({ name: 'delete', operation: remove, draft })
  if (!isAccepted(deleted)) return
  context.gone(resource)
  const first = await readResource(context, conversation, resource, 'read after delete')
  if (first !== undefined && before !== undefined) {
    const reread = again(
      first,
      async () => (await readResource(context, conversation, resource, 'read after delete')) ?? first,
    )
    await conversation.conclude(deletedResourceIsGone, async () => ({ before, deleted, read: await reread() }))
  }
  // What a second deletion answers is the server's choice, as long as it is an answer.
  await conversation.ask({ name: 'delete again', operation: remove, draft })
  if (change === undefined || first === undefined || !isAbsent(first) || before === undefined || !isDone(deleted))
    return
  await conversation.conclude(wrongStateIsConflict, async () => {
    const [planned] = plannedUpdates(context, change, resource, before)
    if (planned === undefined) return undefined
    const attempt = await conversation.ask({ name: 'change after delete', operation: change, draft: planned.draft })
    return { cause: deleted, attempt, state: 'the resource was deleted before' }
  })
}
