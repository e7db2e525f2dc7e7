import type { Json, JsonObject } from '../../../core/json.ts'
import { jsonEquals } from '../../../core/json.ts'
import type { Call, Handlers } from '../call.ts'
import {
  createdEventSubscriptionLost,
  deletedEventSubscriptionReadable,
  eventFilterIgnored,
  eventSubscriptionListOmitsNewest,
  eventSubscriptionPatchLost,
  eventSubscriptionPutLost,
  secretShown,
} from '../faults/event-subscription.ts'
import { filterBy } from '../filter.ts'
import { patched } from '../json-patch.ts'
import { objectsAt, picked } from '../members.ts'
import { neededBody } from '../needed-body.ts'
import { pageOf } from '../pagination.ts'
import { refuse, refuseUnknown } from '../problem.ts'
import { refuseUndescribed } from '../resource-shape.ts'
import { EVENT_SUBSCRIPTIONS, type EventSubscriptionRecord } from '../state/event-subscriptions.ts'

function subscriptionOf(call: Call): EventSubscriptionRecord {
  const record = call.state.of(EVENT_SUBSCRIPTIONS).get(String(call.path.subscriptionId))
  return record ?? refuseUnknown(call, 'event subscription', 'subscriptionId')
}

/** What a client says of a subscription, without what only Payroc says. */
function described(request: JsonObject): JsonObject {
  return {
    ...picked(request, ['enabled', 'eventTypes']),
    notifications: objectsAt(request, 'notifications').map((notification) =>
      picked(notification, ['type', 'uri', 'secret', 'supportEmailAddress']),
    ),
    ...picked(request, ['metadata']),
  }
}

/** Everything about a subscription, secrets included. */
function whole({ subscriptionId, status, said }: EventSubscriptionRecord): JsonObject {
  return { id: subscriptionId, status, ...said }
}

function shown(call: Call, record: EventSubscriptionRecord): JsonObject {
  const all = whole(record)
  if (call.faults.isOn(secretShown)) return all
  return {
    ...all,
    notifications: objectsAt(all, 'notifications').map((notification) => ({
      ...notification,
      ...(typeof notification.secret === 'string' && { secret: maskedSecret(notification.secret) }),
    })),
  }
}

/** Payroc documents that the last 16 characters are shown, the first ten of them masked. */
function maskedSecret(secret: string): string {
  return '*'.repeat(10) + [...secret].slice(-6).join('')
}

/** Payroc's notes say that a second subscription to the same is refused; `uniqueEventSubscriptions` decides. */
function refuseSecond(call: Call, said: JsonObject): void {
  if (!call.options.uniqueEventSubscriptions) return
  const subject = subjectOf(said)
  const known = call.state.of(EVENT_SUBSCRIPTIONS).values()
  const same = known.find((record) => jsonEquals(subjectOf(record.said), subject))
  if (same === undefined) return
  refuse('resource-already-exists', { instance: call.links.href(`/event-subscriptions/${same.subscriptionId}`) })
}

function subjectOf(said: JsonObject): Json {
  const types = Array.isArray(said.eventTypes) ? said.eventTypes.map(String) : []
  const uris = objectsAt(said, 'notifications').map(({ uri }) => String(uri))
  return [types.toSorted(), uris.toSorted()]
}

function passes({ query }: Call, { status, said }: EventSubscriptionRecord): boolean {
  const filter = filterBy(query)
  const types = Array.isArray(said.eventTypes) ? said.eventTypes : []
  return filter.is('status', status) && filter.isAnyOf('event', types)
}

/** A client that says anew how it wants to be reached is tried again. */
function save(call: Call, subscriptionId: number, said: JsonObject): EventSubscriptionRecord {
  const record: EventSubscriptionRecord = { subscriptionId, status: 'registered', said }
  call.state.of(EVENT_SUBSCRIPTIONS).set(subscriptionId, record)
  return record
}

export const handlers: Handlers = {
  createEventSubscription(call) {
    const said = described(neededBody(call))
    refuseSecond(call, said)
    const subscriptionId = call.ids.number('event-subscription')
    const record = save(call, subscriptionId, said)
    if (call.faults.isOn(createdEventSubscriptionLost)) call.state.of(EVENT_SUBSCRIPTIONS).delete(subscriptionId)
    const location = call.links.href(`/event-subscriptions/${subscriptionId}`)
    return { status: 201, headers: { location }, body: shown(call, record) }
  },
  listEventSubscriptions(call) {
    const all = call.state.of(EVENT_SUBSCRIPTIONS).values()
    const found = call.faults.isOn(eventFilterIgnored) ? all : all.filter((record) => passes(call, record))
    const listed = call.faults.isOn(eventSubscriptionListOmitsNewest) ? found.slice(0, -1) : found
    const page = pageOf(
      call,
      listed,
      ({ subscriptionId }) => subscriptionId,
      (record) => shown(call, record),
    )
    return { status: 200, body: page }
  },
  getEventSubscription: (call) => ({ status: 200, body: shown(call, subscriptionOf(call)) }),
  updateEventSubscription(call) {
    const { subscriptionId } = subscriptionOf(call)
    const said = described(neededBody(call))
    if (!call.faults.isOn(eventSubscriptionPutLost)) save(call, subscriptionId, said)
    return { status: 204 }
  },
  patchEventSubscription(call) {
    const record = subscriptionOf(call)
    const { subscriptionId, status } = record
    const resource = patched(whole(record), call.body, { fixed: ['/id', '/status'] })
    refuseUndescribed(call, resource)
    const said = described(resource)
    const changed = call.faults.isOn(eventSubscriptionPatchLost)
      ? { subscriptionId, status, said }
      : save(call, subscriptionId, said)
    return { status: 200, body: shown(call, changed) }
  },
  deleteEventSubscription(call) {
    const { subscriptionId } = subscriptionOf(call)
    if (!call.faults.isOn(deletedEventSubscriptionReadable)) call.state.of(EVENT_SUBSCRIPTIONS).delete(subscriptionId)
    return { status: 204 }
  },
}
