import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { deletedResourceIsGone } from '../checks/sequences/deleted-resource-is-gone.ts'
import { finalStatusIsFinal } from '../checks/sequences/final-status-is-final.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { statusTransitionIsAllowed } from '../checks/sequences/status-transition-is-allowed.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import { invalidRequestIsRejected } from '../checks/invalid-request-is-rejected.ts'
import type { Json, JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, documented, refused, whatever } from '../run/scenario/expectation.ts'
import type { Scenario } from '../run/scenario/scenario.ts'
import { attempted, permitted } from './creation.ts'
import {
  accountIdOf,
  AMOUNT,
  balances,
  FUNDING,
  fundingStory,
  instruct,
  type Instruction,
  instructionBody,
  instructionPath,
  largestBalance,
  recipient,
} from './funding.ts'
import { remove } from './keyed-operation.ts'
import { isListed, itemsOf, saysThatMoreFollows, walk } from './pages.ts'
import { refusedByState, shows } from './payment.ts'
import type { PayrocTools } from './payroc-scenario.ts'

const CONDITIONAL = { tier: 'conditional', feature: 'funding' } as const

/** The funds of merchants: what there is, who is paid, and what became of it. */
export const fundingInstructionScenarios: readonly Scenario[] = [
  fundingStory({ id: 'FND-04', title: 'The balance is read before it is spent', tier: 'required' }, readsBalances),
  fundingStory(
    { id: 'funding/overdraft', title: 'No more is paid out than is available', ...CONDITIONAL },
    async (tools) => {
      const { merchantId, available } = await largestBalance(tools)
      const fundingAccountId = accountIdOf(tools, await recipient(tools))
      await tools.stateful('Pay out more', async () => {
        const answer = await refusedByState(
          tools,
          'createInstruction',
          { body: instructionBody(merchantId, fundingAccountId, available + MUCH) },
          { state: 'the balance does not cover it' },
        )
        if (answer.status >= 300) return
        tools.cleanUp('Delete the instruction', () => remove(tools, 'deleteInstructions', instructionPath(answer)))
      })
    },
  ),
  fundingStory(
    { id: 'funding/on-hold', title: 'Nothing is paid to an account on hold', ...CONDITIONAL },
    paysNoneOnHold,
  ),
  fundingStory({ id: 'FND-05', title: 'A funding instruction is created', ...CONDITIONAL }, async (tools) => {
    const { answer, path } = await instruct(tools)
    await tools.step('It is accepted', () => shows(tools, answer, '/status', 'accepted', FUNDING))
    await tools.stateful('It can be read', async () => {
      const read = await tools.api('getInstruction', { path, expect: whatever(200) })
      await tools.promise(createdResourceIsReadable, {
        created: answer.recorded,
        read: read.recorded,
        identity: { value: String(path.instructionId), at: '/instructionId' },
      })
      if (read.status !== 200) return
      await shows(tools, read, '/merchants/0/recipients/0/amount/value', AMOUNT, FUNDING)
    })
  }),
  fundingStory({ id: 'FND-06', title: 'A funding instruction is followed', ...CONDITIONAL }, async (tools) => {
    const { answer, path } = await instruct(tools)
    const read = await tools.step('Read how far it is', () =>
      tools.api('getInstruction', { path, expect: accepted(200) }),
    )
    tools.evidence('status', read.text('/status'))
    await tools.stateful('It moves forwards only, and is listed on its day', async () => {
      await movesForwards(tools, [answer, read])
      await listedOnItsDay(tools, { answer, path })
    })
  }),
  fundingStory(
    { id: 'FND-07', title: 'A funding instruction is changed and deleted while it is accepted', ...CONDITIONAL },
    changesAndDeletes,
  ),
  fundingStory(
    {
      id: 'funding/late',
      title: 'A funding instruction that is under way is not changed any more',
      ...CONDITIONAL,
      alone: true,
    },
    staysAsItIs,
  ),
  fundingStory({ id: 'FND-08', title: 'The activity of the balances is listed', tier: 'required' }, listsActivity),
  fundingStory(
    { id: 'FND-09', title: 'Activity without an end date is refused', tier: 'recommended' },
    async (tools) => {
      await tools.step('Leave out dateTo', async () => {
        const { dateTo: _, ...query } = documentedDays(tools)
        const answer = await permitted(tools, 'getFundingActivity', {
          query,
          expect: refused([400], invalidRequestIsRejected, { rule: FUNDING }),
        })
        await tools.observe({
          answer,
          pointer: '/errors',
          holds: /dateTo/i.test(JSON.stringify(answer.body ?? '')),
          expected: 'dateTo to be named',
          rule: FUNDING,
        })
      })
    },
  ),
]

/** Only Payroc puts an account on hold, so one is looked for among those that there are. */
async function paysNoneOnHold(tools: PayrocTools): Promise<void> {
  const { merchantId } = await largestBalance(tools)
  const { pages } = await tools.step('Find an account on hold', () =>
    walk(tools, { operationId: 'listFundingAccount' }),
  )
  const held = itemsOf(pages).find(({ status }) => status === 'hold')
  const fundingAccountId = held === undefined ? await holdOne(tools) : Number(held.fundingAccountId)
  await tools.stateful('Pay to it', async () => {
    const answer = await refusedByState(
      tools,
      'createInstruction',
      { body: instructionBody(merchantId, fundingAccountId, AMOUNT) },
      { state: 'the account is on hold' },
    )
    if (answer.status >= 300) return
    tools.cleanUp('Delete the instruction', () => remove(tools, 'deleteInstructions', instructionPath(answer)))
  })
}

async function holdOne(tools: PayrocTools): Promise<number> {
  const fundingAccountId = accountIdOf(tools, await recipient(tools))
  await tools.step('It is put on hold', () =>
    tools.arrange({
      title: 'Payroc put an account on hold',
      what: `funding-accounts/${fundingAccountId}`,
      method: 'PUT',
      details: { status: 'hold' },
    }),
  )
  return fundingAccountId
}

/** More than comes in while a scenario is played, lowest denomination. */
const MUCH = 1_000_000_000

async function readsBalances(tools: PayrocTools): Promise<void> {
  const all = await tools.step('Read what can be paid out', () => balances(tools))
  await tools.stateful('No more is available than there is', async () => {
    for (const page of new Set(all.map((balance) => balance.page))) await addsUp(tools, page)
  })
  const [first] = all
  if (first === undefined) return tools.skip('no merchant has a balance')
  tools.evidence('available', first.available)
  await tools.stateful('One merchant can be asked for', async () => {
    const { merchantId, page } = first
    const one = await tools.api('getFundingBalance', { query: { merchantId }, expect: accepted(200) })
    await tools.promise(listContainsCreated, {
      created: page.recorded,
      id: merchantId,
      pages: [one.recorded],
      isWhole: true,
      shape: { items: '/data', id: '/merchantId' },
      filter: { parameter: 'merchantId', member: '/merchantId', value: merchantId },
    })
    await saysThatMoreFollows(tools, { operationId: 'getFundingBalance' })
  })
}

/** The contract says what each sum is, not how they add up. */
async function addsUp(tools: PayrocTools, answer: Answer): Promise<void> {
  const index = itemsOf([answer]).findIndex(({ funds, available }) => Number(available) > Number(funds))
  await tools.observe({
    answer,
    pointer: `/data/${Math.max(0, index)}/available`,
    holds: index === -1,
    expected: 'no more than the funds of the merchant',
    rule: FUNDING,
    severity: 'warning',
  })
}

const FOLLOWS = { accepted: ['pending', 'completed'], pending: ['completed'], completed: [] } as const

async function movesForwards(tools: PayrocTools, answers: readonly Answer[]): Promise<void> {
  const reads = answers.map(({ recorded }) => recorded)
  await tools.promise(statusTransitionIsAllowed, { reads, statusAt: '/status', allowed: FOLLOWS })
  await tools.promise(finalStatusIsFinal, { reads, statusAt: '/status', final: ['completed'] })
}

const DAY = 86_400_000

function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10)
}

/** Days are those of a zone that the contract does not name, so that of the day before is asked for as well. */
async function listedOnItsDay(
  tools: PayrocTools,
  { answer, path }: Pick<Instruction, 'answer' | 'path'>,
): Promise<void> {
  const id = String(path.instructionId)
  const created = Date.parse(answer.text('/createdDate').slice(0, 10))
  if (Number.isNaN(created)) return
  await isListed(
    tools,
    { operationId: 'listInstructions', query: { dateFrom: dayOf(created - DAY), dateTo: dayOf(created) } },
    { created: answer, id, idAt: '/instructionId' },
  )
  const query = { dateFrom: dayOf(created - 9 * DAY), dateTo: dayOf(created - 3 * DAY) }
  const earlier = await tools.api('listInstructions', { query, expect: accepted(200) })
  const index = itemsOf([earlier]).findIndex(({ createdDate }) => Date.parse(String(createdDate)) > created - DAY)
  await tools.observe({
    answer: earlier,
    pointer: `/data/${Math.max(0, index)}/createdDate`,
    holds: index === -1,
    expected: `a day from ${query.dateFrom} to ${query.dateTo}`,
    rule: FUNDING,
    promise: listContainsCreated,
  })
}

async function changesAndDeletes(tools: PayrocTools): Promise<void> {
  const { path, merchantId, fundingAccountId } = await instruct(tools)
  const read = () => tools.api('getInstruction', { path, expect: accepted(200) })
  const isUnderWay = async ({ problem }: Answer): Promise<string | undefined> => {
    if (problem !== 'cannot-be-modified') return undefined
    const status = (await read()).text('/status')
    return status === 'accepted' ? undefined : `the instruction is ${status} already`
  }
  const before = await tools.step('Read it', read)
  const updated = await tools.step('Pay twice as much', () =>
    attempted(tools, 'updateInstructions', 204, {
      request: () => ({ path, body: instructionBody(merchantId, fundingAccountId, AMOUNT * 2) }),
      excuse: isUnderWay,
    }),
  )
  const after = await tools.stateful('The change is kept', async () => {
    const found = await read()
    await tools.promise(updateIsVisible, {
      before: before.recorded,
      updated: updated.recorded,
      read: found.recorded,
      expected: [{ pointer: '/merchants/0/recipients/0/amount/value', value: AMOUNT * 2 }],
    })
    return found
  })
  const deleted = await tools.step('Delete it', () =>
    attempted(tools, 'deleteInstructions', 204, { request: () => ({ path }), excuse: isUnderWay }),
  )
  await tools.stateful('It is gone', async () => {
    const found = await tools.api('getInstruction', { path, expect: whatever(404) })
    await tools.promise(deletedResourceIsGone, {
      ...(after !== undefined && { before: after.recorded }),
      deleted: deleted.recorded,
      read: found.recorded,
    })
  })
}

/** Only a simulator lets the time pass in which an instruction is carried out. */
async function staysAsItIs(tools: PayrocTools): Promise<void> {
  const { answer, path, merchantId, fundingAccountId } = await instruct(tools)
  const body = instructionBody(merchantId, fundingAccountId, AMOUNT * 2)
  const reads = [answer]
  for (const title of ['an hour pass', 'three more hours pass']) {
    const hours = title === 'an hour pass' ? 1 : 3
    await tools.step(`Let ${title}`, () => tools.arrange({ title, what: 'clock', details: { hours, minutes: 5 } }))
    await tools.stateful('It cannot be changed or deleted', async () => {
      const read = await tools.api('getInstruction', { path, expect: accepted(200) })
      reads.push(read)
      const status = read.text('/status')
      if (status === 'accepted') return
      await refusedByState(tools, 'updateInstructions', { path, body }, { state: `the instruction is ${status}` })
      const deleted = await refusedByState(
        tools,
        'deleteInstructions',
        { path },
        { state: `the instruction is ${status}` },
      )
      if (deleted.status < 300) tools.stop('the instruction was deleted')
    })
  }
  await tools.stateful('It moved forwards only', () => movesForwards(tools, reads))
}

/** The days that the contract's own example asks for. */
function documentedDays(tools: PayrocTools): Readonly<Record<string, Json>> {
  const { dateFrom = '2024-07-02', dateTo = '2024-07-03' } = tools.sample('getFundingActivity').query
  return { dateFrom, dateTo }
}

async function listsActivity(tools: PayrocTools): Promise<void> {
  const days = documentedDays(tools)
  const answer = await tools.step('Ask for the days of the example', () =>
    permitted(tools, 'getFundingActivity', { query: days, expect: { ...documented(200, 400), rule: FUNDING } }),
  )
  if (answer.status === 400) {
    tools.saw('Activity of more than two years ago is refused.')
    await tools.step('Ask for the last days', async () => {
      const now = tools.now()
      const query = { dateFrom: dayOf(now - 30 * DAY), dateTo: dayOf(now) }
      await tools.api('getFundingActivity', { query, expect: accepted(200) })
    })
    return
  }
  await tools.stateful('What belongs to one merchant is not listed for another', async () => {
    const [first, second] = await balances(tools)
    if (first === undefined || second === undefined) return tools.saw('There are no two merchants with a balance.')
    const of = async (merchantId: string): Promise<Answer> =>
      tools.api('getFundingActivity', { query: { ...days, merchantId }, expect: accepted(200) })
    const [mine, theirs] = [await of(first.merchantId), await of(second.merchantId)]
    const items = new Set(itemsOf([mine]).map(asText))
    const index = itemsOf([theirs]).findIndex((item) => items.has(asText(item)))
    await tools.observe({
      answer: theirs,
      pointer: `/data/${Math.max(0, index)}`,
      holds: index === -1,
      expected: 'activity of the merchant who was asked for',
      rule: FUNDING,
      promise: listContainsCreated,
    })
  })
}

function asText(item: JsonObject): string {
  return JSON.stringify(item)
}
