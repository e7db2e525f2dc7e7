import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { type DeliveryAttempt, eventIsDelivered } from '../checks/sequences/event-is-delivered.ts'
import { isJsonObject, type JsonObject } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { Delivery, Receiver } from '../transport/receiver.ts'
import { attempted, permitted } from './creation.ts'
import { remove } from './keyed-operation.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** Where Payroc documents events. */
export const EVENTS = 'Payroc: event subscriptions'

/** The event that a scenario subscribes to, and one that it does not. */
export const ORDER_CHANGED = 'terminalOrder.status.changed'
export const ACCOUNT_CHANGED = 'processingAccount.status.changed'

/** A subscription and who is told. */
export interface Subscribed {
  readonly answer: Answer
  readonly path: { readonly subscriptionId: number }
  readonly body: JsonObject
  readonly uri: string
  readonly secret: string
}

/** What a client says of a subscription. */
export function subscriptionBody(uri: string, secret: string, more: JsonObject = {}): JsonObject {
  return {
    enabled: true,
    eventTypes: [ORDER_CHANGED],
    notifications: [{ type: 'webhook', uri, secret, supportEmailAddress: 'jane.doe@example.com' }],
    ...more,
  }
}

/** Subscribes to what happens to terminal orders; the subscription is deleted at the end. */
export async function subscribe(tools: PayrocTools, receiver?: Receiver): Promise<Subscribed> {
  const uri = receiver?.url ?? `https://example.com/${tools.reference()}`
  const secret = tools.key().replaceAll('-', '')
  const body = subscriptionBody(uri, secret)
  const answer = await tools.step('Subscribe to what happens to terminal orders', () =>
    attempted(tools, 'createEventSubscription', 201, { request: () => ({ body }) }),
  )
  // The ids of the documented answers are larger than what a path takes.
  const path = { subscriptionId: tools.target.stateful ? Number(answer.text('/id')) : EXAMPLE_ID }
  tools.evidence('subscriptionId', path.subscriptionId)
  tools.cleanUp('Delete the subscription', () => remove(tools, 'deleteEventSubscription', path))
  await tools.stateful('It is there', () =>
    permitted(tools, 'getEventSubscription', {
      path,
      expect: { ...accepted(200), promise: createdResourceIsReadable, rule: EVENTS },
    }),
  )
  return { answer, path, body, uri, secret }
}

const EXAMPLE_ID = 7654

/** Has an event happen that is told from others by its order; only a simulator does so at a client's wish. */
export async function happen(tools: PayrocTools, type: string = ORDER_CHANGED): Promise<string> {
  const order = tools.reference()
  const data =
    type === ORDER_CHANGED
      ? { terminalOrderId: order, status: 'dispatched' }
      : { processingAccountId: order, status: 'approved' }
  await tools.arrange({ title: `an event ${type} happen`, what: 'events', details: { type, data } })
  return order
}

/** What has come about an event so far, once so much has, or after a while. */
export async function cameOf(
  tools: PayrocTools,
  { deliveries }: Receiver,
  order: string,
  count: number,
): Promise<readonly Delivery[]> {
  const all = (): readonly Delivery[] => deliveries.filter(({ body }) => JSON.stringify(body ?? '').includes(order))
  for (let waited = 0; all().length < count && waited < PATIENCE; waited += PAUSE) await tools.sleep(PAUSE)
  return all()
}

/** Milliseconds that a delivery may take, and between two looks. */
const PATIENCE = 3_000
const PAUSE = 25

/** Milliseconds in which what must not come would have come. */
const QUIET = 150

/** Judges whether an event reached its receiver. */
export async function isTold(
  tools: PayrocTools,
  receiver: Receiver,
  { answer, secret }: Pick<Subscribed, 'answer' | 'secret'>,
  order: string,
): Promise<boolean> {
  const came = await cameOf(tools, receiver, order, 1)
  return tools.promise(eventIsDelivered, {
    subscription: answer.recorded,
    event: ORDER_CHANGED,
    attempts: came.map((delivery) => attemptOf(delivery, secret)),
    least: 1,
    // A delivery that comes twice is documented; a client tells it by its id.
    most: Number.MAX_SAFE_INTEGER,
    expected: 'it to be delivered',
  })
}

/** Judges whether a receiver was left in peace. */
export async function isNotTold(
  tools: PayrocTools,
  receiver: Receiver,
  { cause, event = ORDER_CHANGED, why }: { readonly cause: Answer; readonly event?: string; readonly why: string },
): Promise<boolean> {
  const order = await happen(tools, event)
  await tools.sleep(QUIET)
  const came = await cameOf(tools, receiver, order, 0)
  return tools.promise(eventIsDelivered, {
    subscription: cause.recorded,
    event,
    attempts: came.map(() => ({ eventId: undefined, lacks: [] })),
    least: 0,
    most: 0,
    expected: `nothing to be delivered, as ${why}`,
  })
}

/** What is documented of a delivery, and what this one lacks of it. */
export function attemptOf(
  { method, headers, body }: Delivery,
  secret: string,
  type: string = ORDER_CHANGED,
): DeliveryAttempt {
  const event = isJsonObject(body) ? body : {}
  const isText = (name: string): boolean => typeof event[name] === 'string' && event[name] !== ''
  const lacks = [
    method === 'POST' ? [] : ['the method POST'],
    headers['payroc-secret'] === secret ? [] : ['the secret of the subscription in the header Payroc-Secret'],
    /^application\/(?:[\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '') ? [] : ['a JSON body'],
    event.specversion === '1.0' ? [] : ['specversion 1.0'],
    ['id', 'source'].filter((name) => !isText(name)),
    event.type === type ? [] : [`the type ${type}`],
    isJsonObject(valueAt(event, '/data') as JsonObject | undefined) ? [] : ['data'],
  ].flat()
  return { eventId: isText('id') ? String(event.id) : undefined, lacks }
}

/** Lets time pass on a simulator, so that what failed is tried again. */
export async function letTimePass(tools: PayrocTools): Promise<void> {
  await tools.arrange({ title: 'time pass', what: 'clock', details: { minutes: 2 } })
}

/** Reads a subscription. */
export function readSubscription(tools: PayrocTools, path: Subscribed['path']): Promise<Answer> {
  return tools.api('getEventSubscription', { path, expect: whatever(200) })
}
