import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { deletedResourceIsGone } from '../checks/sequences/deleted-resource-is-gone.ts'
import { eventIsDelivered } from '../checks/sequences/event-is-delivered.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import { noSensitiveDataInResponse } from '../checks/no-sensitive-data-in-response.ts'
import type { Json } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import type { Receiver } from '../transport/receiver.ts'
import { permitted } from './creation.ts'
import { itemsOf, soon } from './pages.ts'
import { shows } from './payment.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'
import { linkOf, queryOf } from './report.ts'
import {
  ACCOUNT_CHANGED,
  attemptOf,
  cameOf,
  EVENTS,
  happen,
  isNotTold,
  isTold,
  letTimePass,
  ORDER_CHANGED,
  readSubscription,
  subscribe,
  type Subscribed,
  subscriptionBody,
} from './subscription.ts'

/** One after the other, so that what a scenario made is the newest when it looks at a list. */
const LANE = 'events'

/** Who is told of what happens. Deliveries are seen where the target can call this machine. */
export const eventScenarios: readonly Scenario[] = [
  story(
    { id: 'EV-01', title: 'An event subscription is created, read and listed', tier: 'required', lane: LANE },
    created,
  ),
  story(
    { id: 'EV-05', title: 'A delivery that failed is repeated, with the same id', tier: 'required', alone: true },
    repeated,
  ),
  story(
    { id: 'events/changed', title: 'An event subscription is changed and deleted', tier: 'recommended', lane: LANE },
    changed,
  ),
  story(
    { id: 'events/delivery', title: 'Who subscribed is told, with its secret', tier: 'recommended', alone: true },
    delivered,
  ),
  story(
    { id: 'events/failed', title: 'Who can never be reached is no longer told', tier: 'recommended', alone: true },
    failed,
  ),
]

function story(options: Omit<ScenarioOptions, 'suite'>, body: (tools: PayrocTools) => Promise<void>): Scenario {
  return scenario({ requirements: [EVENTS], ...options, suite: 'events' }, body)
}

async function created(tools: PayrocTools): Promise<void> {
  const subscribed = await subscribe(tools)
  const { answer, path, secret } = subscribed
  await tools.step('It is registered', () => shows(tools, answer, '/status', 'registered', EVENTS))
  await tools.stateful('It can be read, and hides its secret', async () => {
    const read = await readSubscription(tools, path)
    const isThere = await tools.promise(createdResourceIsReadable, {
      created: answer.recorded,
      read: read.recorded,
      identity: { value: answer.text('/id'), at: '/id' },
    })
    for (const shown of isThere ? [answer, read] : [answer]) await hidesSecret(tools, shown, secret)
  })
  await tools.stateful('It is listed, by status and event, too', async () => {
    await isListed(tools, subscribed, {})
    await isListed(tools, subscribed, { status: 'registered' })
    await isListed(tools, subscribed, { event: ORDER_CHANGED })
  })
}

async function hidesSecret(tools: PayrocTools, answer: Answer, secret: string): Promise<void> {
  await tools.observe({
    answer,
    pointer: '/notifications/0/secret',
    holds: answer.text('/notifications/0/secret') !== secret,
    expected: 'a masked secret',
    rule: EVENTS,
    promise: noSensitiveDataInResponse,
  })
}

/** The contract's words say that the list has pages, and declare no parameter for it: its links are followed. */
async function pagesOf(tools: PayrocTools, query: Readonly<Record<string, string>>): Promise<readonly Answer[]> {
  const ask = (asked: Readonly<Record<string, string>>): Promise<Answer> =>
    permitted(tools, 'listEventSubscriptions', { query: asked, expect: accepted(200) })
  const pages = [await ask(query)]
  for (let page = pages[0]; page !== undefined && pages.length < MOST_PAGES;) {
    const next = queryOf(linkOf(page.body, 'next'), page.recorded.exchange.request.url, '/event-subscriptions')
    if (next === undefined) break
    page = await ask(next)
    pages.push(page)
  }
  return pages
}

const MOST_PAGES = 20

async function isListed(
  tools: PayrocTools,
  { answer }: Subscribed,
  query: { readonly status?: string; readonly event?: string },
): Promise<void> {
  const id = answer.text('/id')
  const { status, event } = query
  const pages = await soon(
    tools,
    () => pagesOf(tools, query),
    (found) => itemsOf(found).some((item) => String(item.id) === id),
  )
  await tools.promise(listContainsCreated, {
    created: answer.recorded,
    id,
    pages: pages.map(({ recorded }) => recorded),
    isWhole: pages.length < MOST_PAGES,
    shape: { items: '/data', id: '/id' },
    ...(status !== undefined && { filter: { parameter: 'status', member: '/status', value: status } }),
  })
  if (event === undefined) return
  for (const page of pages) {
    const strange = itemsOf([page]).findIndex(
      ({ eventTypes }) => Array.isArray(eventTypes) && !eventTypes.includes(event),
    )
    await tools.observe({
      answer: page,
      pointer: `/data/${Math.max(0, strange)}/eventTypes`,
      holds: strange === -1,
      expected: `only subscriptions to ${event}`,
      rule: EVENTS,
      promise: listContainsCreated,
    })
  }
}

async function changed(tools: PayrocTools): Promise<void> {
  const { answer, path, uri, secret } = await subscribe(tools)
  const before = await tools.stateful('Read it', () => readSubscription(tools, path))
  const both: Json = [ACCOUNT_CHANGED, ORDER_CHANGED]
  const put = await tools.step('Subscribe to another event as well', () =>
    permitted(tools, 'updateEventSubscription', {
      path,
      body: subscriptionBody(uri, secret, { eventTypes: both }),
      expect: accepted(204),
    }),
  )
  await tools.stateful('It is told of both', () =>
    isVisible(tools, path, put, before ?? answer, [{ pointer: '/eventTypes/0', value: ACCOUNT_CHANGED }]),
  )
  const patched = await tools.step('Switch it off', () =>
    permitted(tools, 'patchEventSubscription', {
      path,
      body: [{ op: 'replace', path: '/enabled', value: false }],
      expect: accepted(200),
    }),
  )
  const off = await tools.stateful('It is off', () =>
    isVisible(tools, path, patched, before ?? answer, [{ pointer: '/enabled', value: false }]),
  )
  const deleted = await tools.step('Delete it', () =>
    permitted(tools, 'deleteEventSubscription', { path, expect: accepted(204) }),
  )
  await tools.stateful('It is gone', async () => {
    const read = await tools.api('getEventSubscription', { path, expect: whatever(404) })
    tools.saw(`A deleted subscription is answered ${read.status}.`)
    await tools.promise(deletedResourceIsGone, {
      ...(off !== undefined && { before: off.recorded }),
      deleted: deleted.recorded,
      read: read.recorded,
    })
  })
}

async function isVisible(
  tools: PayrocTools,
  path: Subscribed['path'],
  updated: Answer,
  before: Answer,
  expected: readonly { readonly pointer: string; readonly value: Json }[],
): Promise<Answer> {
  const read = await readSubscription(tools, path)
  await tools.promise(updateIsVisible, {
    before: before.recorded,
    updated: updated.recorded,
    read: read.recorded,
    expected,
  })
  return read
}

/** Subscribes with a receiver of ours where the target has a memory; what only deliveries show is played with it. */
async function withReceiver(
  tools: PayrocTools,
  told: (receiver: Receiver, subscribed: Subscribed) => Promise<void>,
): Promise<void> {
  const receiver = tools.target.stateful ? await tools.receiver() : undefined
  const subscribed = await subscribe(tools, receiver)
  await tools.stateful('Events reach who subscribed to them', async () => {
    if (receiver !== undefined) await told(receiver, subscribed)
  })
}

async function delivered(tools: PayrocTools): Promise<void> {
  await withReceiver(tools, async (receiver, subscribed) => {
    const isThere = await isTold(tools, receiver, subscribed, await happen(tools))
    if (!isThere) return
    const { answer, path } = subscribed
    await isNotTold(tools, receiver, { cause: answer, event: ACCOUNT_CHANGED, why: 'nobody subscribed to it' })
    const off = await tools.api('patchEventSubscription', {
      path,
      body: [{ op: 'replace', path: '/enabled', value: false }],
      expect: accepted(200),
    })
    const read = await readSubscription(tools, path)
    if (read.at('/enabled') === false) {
      await isNotTold(tools, receiver, { cause: off, why: 'the subscription is switched off' })
    }
    const deleted = await tools.api('deleteEventSubscription', { path, expect: accepted(204) })
    const gone = await readSubscription(tools, path)
    if (gone.status >= 400) await isNotTold(tools, receiver, { cause: deleted, why: 'the subscription is deleted' })
  })
}

/** Payroc documents up to five retries, and no interval: a simulator's time is moved until the next one comes. */
async function repeated(tools: PayrocTools): Promise<void> {
  await withReceiver(tools, async (receiver, { answer, secret }) => {
    receiver.answerWith(500)
    const order = await happen(tools)
    const first = await cameOf(tools, receiver, order, 1)
    receiver.answerWith(200)
    let all = first
    for (let moves = 0; first.length > 0 && all.length <= first.length && moves < MOST_MOVES; moves++) {
      await letTimePass(tools)
      all = await comesSoon(tools, receiver, order, first.length + 1)
    }
    const isRepeated = await tools.promise(eventIsDelivered, {
      subscription: answer.recorded,
      event: ORDER_CHANGED,
      attempts: all.map((delivery) => attemptOf(delivery, secret)),
      least: 2,
      most: Number.MAX_SAFE_INTEGER,
      expected: 'it to be delivered again after a failure',
    })
    tools.evidence('attempts', all.length)
    if (!isRepeated) return
    await letTimePass(tools)
    const later = await comesSoon(tools, receiver, order, all.length + 1)
    if (later.length > all.length) tools.saw('A delivery that was acknowledged is repeated.')
  })
}

const MOST_MOVES = 12

/** What has come a moment after time passed. */
async function comesSoon(
  tools: PayrocTools,
  receiver: Receiver,
  order: string,
  count: number,
): ReturnType<typeof cameOf> {
  for (let looks = 0; looks < 4; looks++) {
    const all = await cameOf(tools, receiver, order, 0)
    if (all.length >= count) return all
    await tools.sleep(25)
  }
  return cameOf(tools, receiver, order, 0)
}

async function failed(tools: PayrocTools): Promise<void> {
  await withReceiver(tools, async (receiver, { answer, path }) => {
    receiver.answerWith(503)
    const order = await happen(tools)
    await cameOf(tools, receiver, order, 1)
    let read = await readSubscription(tools, path)
    for (let moves = 0; read.text('/status') !== 'failed' && moves < MOST_MOVES; moves++) {
      const { length } = await cameOf(tools, receiver, order, 0)
      await letTimePass(tools)
      await comesSoon(tools, receiver, order, length + 1)
      read = await readSubscription(tools, path)
    }
    const attempts = (await cameOf(tools, receiver, order, 0)).length
    tools.evidence('attempts', attempts)
    // Where nothing was delivered or repeated, that is what is wrong.
    if (attempts < 2) return
    await tools.observe({
      answer: read,
      pointer: '/status',
      holds: read.text('/status') === 'failed',
      expected: 'failed, after the last retry',
      rule: EVENTS,
      promise: eventIsDelivered,
    })
    await tools.observe({
      answer,
      pointer: '/notifications',
      holds: attempts <= RETRIES + 1,
      expected: `${RETRIES} retries at most, of which ${attempts - 1} came`,
      rule: EVENTS,
      promise: eventIsDelivered,
      severity: 'warning',
    })
    if (read.text('/status') !== 'failed') return
    await isNotTold(tools, receiver, { cause: answer, why: 'the subscription has failed' })
  })
}

const RETRIES = 5
