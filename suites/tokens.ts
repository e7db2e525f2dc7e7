import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { deletedResourceIsGone } from '../checks/sequences/deleted-resource-is-gone.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { KEYED_CARD, pay, paymentBody, refusedByState, shows } from './payment.ts'
import { filtersHold } from './filters.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'

const RULE = 'Payroc: tokens'
const AMOUNT = 4999

/** Cards that are kept, for one payment or for many. */
export const tokenScenarios: readonly Scenario[] = [
  story({ id: 'TOK-01', title: 'A single-use token pays once', tier: 'required' }, async (tools) => {
    const made = await singleUse(tools)
    await tools.step('It expires, and does not show the card', async () => {
      await tools.observe({
        answer: made,
        pointer: '/expiresAt',
        holds: Date.parse(made.text('/expiresAt')) > tools.now() - SKEW,
        expected: 'a moment to come',
        rule: RULE,
      })
    })
    const paid = await tools.step('Pay with it', () => payWith(tools, 'singleUseToken', made))
    await tools.step('The payment is approved', () => shows(tools, paid, '/transactionResult/responseCode', 'A', RULE))
    await tools.stateful('It cannot be used again', () =>
      refusedByState(
        tools,
        'payment',
        { body: paymentBody(tools, AMOUNT, methodOf('singleUseToken', made)) },
        { cause: paid, state: 'the single-use token was used before' },
      ),
    )
  }),
  story({ id: 'TOK-02', title: 'A card is kept as a secure token', tier: 'required' }, async (tools) => {
    const secureTokenId = tools.reference()
    const made = await secureToken(tools, secureTokenId)
    await tools.stateful('It can be read, is listed, and its id is taken', async () => {
      const read = await tools.api('getSecureToken', { path: pathOf(tools, made), expect: accepted(200) })
      await tools.promise(createdResourceIsReadable, {
        created: made.recorded,
        read: read.recorded,
        identity: { value: secureTokenId, at: '/secureTokenId' },
      })
      const page = await tools.api('listSecureTokens', {
        path: { processingTerminalId: tools.terminal },
        query: { secureTokenId },
        expect: accepted(200),
      })
      await tools.promise(listContainsCreated, {
        created: made.recorded,
        id: secureTokenId,
        pages: [page.recorded],
        isWhole: true,
        shape: { items: '/data', id: '/secureTokenId' },
        filter: { parameter: 'secureTokenId', member: '/secureTokenId', value: secureTokenId },
      })
      const list = { operationId: 'listSecureTokens', idName: 'secureTokenId', id: secureTokenId } as const
      const path = { processingTerminalId: tools.terminal }
      await filtersHold(tools, { ...list, path, query: { secureTokenId } }, [
        { name: 'token', matching: made.text('/token'), other: '296753000000' },
        { name: 'customerName', other: 'Nobody Of That Name' },
        { name: 'email', other: 'nobody@example.com' },
        { name: 'phone', other: '5550100' },
        { name: 'first6', matching: '453985', other: '411111' },
        { name: 'last4', matching: '7062', other: '0001' },
      ])
      await refusedByState(
        tools,
        'createSecureToken',
        { path: { processingTerminalId: tools.terminal }, body: { secureTokenId, source: KEYED_CARD } },
        { cause: made, state: 'its id is taken' },
      )
    })
  }),
  story(
    { id: 'TOK-03', title: 'The card of a sale is kept as a secure token', tier: 'conditional', feature: 'tokens' },
    async (tools) => {
      const paid = await tools.step('Pay, and keep the card', () =>
        pay(tools, paymentBody(tools, AMOUNT, { credentialOnFile: { tokenize: true } })),
      )
      voidLater(tools, paid)
      await tools.step('The payment names the token', () => looksLikeToken(tools, paid, '/card/secureToken/token'))
      await tools.stateful('It can be read', async () => {
        const secureTokenId = paid.text('/card/secureToken/secureTokenId')
        const path = { processingTerminalId: tools.terminal, secureTokenId }
        deleteLater(tools, path)
        await tools.api('getSecureToken', {
          path,
          expect: { ...accepted(200), promise: createdResourceIsReadable, rule: RULE },
        })
      })
    },
  ),
  story(
    { id: 'TOK-04', title: 'A secure token is read, changed and deleted', tier: 'conditional', feature: 'tokens' },
    async (tools) => {
      const made = await secureToken(tools, tools.reference())
      const path = pathOf(tools, made)
      const before = await tools.step('Read it', () => tools.api('getSecureToken', { path, expect: accepted(200) }))
      const body = [{ op: 'replace', path: '/source/cardholderName', value: 'Sarah Reed' }]
      const updated = await tools.step('Change the name on it', () =>
        tools.api('updateSecureToken', { path, body, expect: accepted(200) }),
      )
      const changed = await tools.stateful('The change is kept', async () => {
        const read = await tools.api('getSecureToken', { path, expect: accepted(200) })
        await tools.promise(updateIsVisible, {
          before: before.recorded,
          updated: updated.recorded,
          read: read.recorded,
          expected: [{ pointer: '/source/cardholderName', value: 'Sarah Reed' }],
        })
        return read
      })
      const deleted = await tools.step('Delete it', () =>
        tools.api('deleteSecureToken', { path, expect: accepted(204) }),
      )
      await tools.stateful('It is gone, and pays no more', async () => {
        const read = await tools.api('getSecureToken', { path, expect: whatever(404) })
        const isGone = await tools.promise(deletedResourceIsGone, {
          ...(changed !== undefined && { before: changed.recorded }),
          deleted: deleted.recorded,
          read: read.recorded,
        })
        if (!isGone) return
        await refusedByState(
          tools,
          'payment',
          { body: paymentBody(tools, AMOUNT, methodOf('secureToken', made)) },
          { cause: deleted, state: 'the secure token was deleted' },
        )
      })
    },
  ),
  story({ id: 'TOK-05', title: 'A secure token pays, again and again', tier: 'required' }, async (tools) => {
    const made = await secureToken(tools, tools.reference())
    for (const time of ['Pay with it', 'Pay with it again']) {
      const paid = await tools.step(time, () => payWith(tools, 'secureToken', made))
      await tools.step('The payment is approved', () =>
        shows(tools, paid, '/transactionResult/responseCode', 'A', RULE),
      )
    }
  }),
  story(
    {
      id: 'tokens/account-update',
      title: 'A secure token takes the card of a single-use token',
      tier: 'conditional',
      feature: 'tokens',
    },
    async (tools) => {
      const made = await secureToken(tools, tools.reference())
      const once = await singleUse(tools)
      const body = { type: 'singleUseToken', token: once.text('/token') }
      const path = pathOf(tools, made)
      const updated = await tools.step('Give it another card', () =>
        tools.api('accountUpdate', { path, body, expect: accepted(200) }),
      )
      await tools.stateful('It keeps its number, and the single-use token is spent', async () => {
        await tools.observe({
          answer: updated,
          pointer: '/token',
          holds: updated.text('/token') === made.text('/token'),
          expected: 'the token as it was',
          rule: RULE,
        })
        await refusedByState(
          tools,
          'accountUpdate',
          { path, body },
          { cause: updated, state: 'the single-use token was used before' },
        )
      })
    },
  ),
]

/** Milliseconds by which the clocks of client and server may differ. */
const SKEW = 300_000

function story(options: Omit<ScenarioOptions, 'suite'>, body: (tools: PayrocTools) => Promise<void>): Scenario {
  return scenario({ requirements: [RULE], ...options, suite: 'tokens' }, body)
}

function methodOf(
  type: 'singleUseToken' | 'secureToken',
  made: Answer,
): { paymentMethod: { type: string; token: string } } {
  return { paymentMethod: { type, token: made.text('/token') } }
}

async function payWith(tools: PayrocTools, type: 'singleUseToken' | 'secureToken', made: Answer): Promise<Answer> {
  const paid = await pay(tools, paymentBody(tools, AMOUNT, methodOf(type, made)))
  voidLater(tools, paid)
  return paid
}

async function singleUse(tools: PayrocTools): Promise<Answer> {
  return tools.step('Make a single-use token', () =>
    tools.api('createSingleUseToken', {
      path: { processingTerminalId: tools.terminal },
      body: { channel: 'web', source: KEYED_CARD },
      expect: accepted(201),
    }),
  )
}

async function secureToken(tools: PayrocTools, secureTokenId: string): Promise<Answer> {
  const made = await tools.step('Make a secure token', () =>
    tools.api('createSecureToken', {
      path: { processingTerminalId: tools.terminal },
      body: { secureTokenId, source: KEYED_CARD },
      expect: accepted(201),
    }),
  )
  deleteLater(tools, pathOf(tools, made))
  await tools.step('It looks like one', () => looksLikeToken(tools, made, '/token'))
  tools.evidence('secureTokenId', secureTokenId)
  return made
}

async function looksLikeToken(tools: PayrocTools, answer: Answer, pointer: string): Promise<boolean> {
  return tools.observe({
    answer,
    pointer,
    holds: /^296753\d{6,}$/.test(answer.text(pointer)),
    expected: 'a token that begins with 296753',
    rule: RULE,
  })
}

function pathOf({ terminal }: PayrocTools, made: Answer): { processingTerminalId: string; secureTokenId: string } {
  return { processingTerminalId: terminal, secureTokenId: made.text('/secureTokenId') }
}

function deleteLater(tools: PayrocTools, path: ReturnType<typeof pathOf>): void {
  tools.cleanUp('Delete the token', async () => {
    if (tools.target.stateful) await tools.api('deleteSecureToken', { path, expect: whatever(204) })
  })
}

function voidLater(tools: PayrocTools, paid: Answer): void {
  tools.cleanUp('Void the payment', async () => {
    const path = { paymentId: paid.text('/paymentId') }
    if (tools.target.stateful) await tools.api('reversePayment', { path, body: {}, expect: whatever(200) })
  })
}
