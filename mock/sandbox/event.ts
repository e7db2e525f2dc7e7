import type { JsonObject } from '../../core/json.ts'
import {
  deliveryFailureUnseen,
  eventLost,
  eventNotRepeated,
  eventSecretMissing,
  repeatedEventNewId,
  switchedOffNotified,
} from './faults/event-delivery.ts'
import { objectsAt } from './members.ts'
import { EVENT_DELIVERIES, type EventDeliveryRecord } from './state/event-deliveries.ts'
import { EVENT_SUBSCRIPTIONS, type EventSubscriptionRecord } from './state/event-subscriptions.ts'
import { callWebhook, loopbackUrl } from './webhook.ts'
import type { World } from './world.ts'

/** The events that Payroc documents. */
export const EVENT_TYPES = [
  'processingAccount.status.changed',
  'processingAccount.riskStatus.changed',
  'processingAccount.signature.signed',
  'terminalOrder.status.changed',
] as const

export type EventType = (typeof EVENT_TYPES)[number]

/** Payroc documents five retries, after which the subscription has failed. */
const RETRIES = 5

/**
 * Tells everyone who subscribed that something has happened. The body is a CloudEvent of version 1.0 with the version of
 * its own that Payroc documents.
 *
 * @returns id of the event, and to how many receivers it goes
 */
export function emitEvent(
  world: World,
  type: EventType,
  data: JsonObject,
): { readonly id: string; readonly receivers: number } {
  const id = world.ids.uuid('event')
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source: 'payroc.com',
    type,
    time: world.clock.iso(),
    datacontenttype: 'application/json',
    version: '1.0',
    data,
  })
  const deliveries = subscribersOf(world, type).flatMap(({ subscriptionId, said }) =>
    objectsAt(said, 'notifications').map((notification): Delivery => ({
      key: `${id} ${world.ids.number('event-delivery', 1)}`,
      body,
      secret: String(notification.secret),
      record: { eventId: id, type, subscriptionId, uri: String(notification.uri), state: 'waiting', attempts: [] },
    })),
  )
  for (const delivery of deliveries) attempt(world, delivery)
  return { id, receivers: deliveries.length }
}

function subscribersOf({ state, faults }: World, type: EventType): readonly EventSubscriptionRecord[] {
  if (faults.isOn(eventLost)) return []
  return state
    .of(EVENT_SUBSCRIPTIONS)
    .values()
    .filter(
      ({ said, status }) =>
        (said.enabled === true || faults.isOn(switchedOffNotified)) &&
        status === 'registered' &&
        Array.isArray(said.eventTypes) &&
        said.eventTypes.includes(type),
    )
}

interface Delivery {
  readonly key: string
  readonly body: string
  readonly secret: string
  readonly record: EventDeliveryRecord
}

function attempt(world: World, delivery: Delivery): void {
  const { body, record } = delivery
  const secret = world.faults.isOn(eventSecretMissing) ? '' : delivery.secret
  const url = loopbackUrl(record.uri)
  if (url === undefined) {
    note(world, delivery, { ...record, state: 'not-sent', attempts: ['the receiver is not on this machine'] })
    return
  }
  note(world, delivery, record)
  void callWebhook({ url, secret, body }).then((outcome) => {
    const attempts = [...record.attempts, String(outcome)]
    const isDone = typeof outcome === 'number' && outcome >= 200 && outcome < 300
    const isOver = !isDone && attempts.length > RETRIES
    const next: EventDeliveryRecord = {
      ...record,
      attempts,
      state: isDone ? 'delivered' : isOver ? 'failed' : 'waiting',
    }
    note(world, delivery, next)
    if (isOver) fail(world, record.subscriptionId)
    if (next.state !== 'waiting' || world.faults.isOn(eventNotRepeated)) return
    const again = { ...delivery, body: repeatedBody(world, body), record: next }
    world.clock.after(world.options.webhookRetryDelay, () => attempt(world, again))
  })
}

/** What is delivered again is the same to the last byte. */
function repeatedBody({ faults, ids }: World, body: string): string {
  if (!faults.isOn(repeatedEventNewId)) return body
  return JSON.stringify({ ...(JSON.parse(body) as JsonObject), id: ids.uuid('event') })
}

function note({ state, changes }: World, { key }: Delivery, record: EventDeliveryRecord): void {
  state.of(EVENT_DELIVERIES).set(key, record)
  changes.notify(key)
}

function fail({ state, faults }: World, subscriptionId: number): void {
  if (faults.isOn(deliveryFailureUnseen)) return
  const subscription = state.of(EVENT_SUBSCRIPTIONS).get(subscriptionId)
  if (subscription === undefined) return
  state.of(EVENT_SUBSCRIPTIONS).set(subscriptionId, { ...subscription, status: 'failed' })
}
