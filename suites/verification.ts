import { invalidRequestIsRejected } from '../checks/invalid-request-is-rejected.ts'
import type { JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, documented, refused } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { permitted } from './creation.ts'
import { KEYED_CARD } from './payment.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'

const RULE = 'Payroc: verify cards and bank accounts'

/** What can be found out of a card or a bank account before anybody pays. */
export const verificationScenarios: readonly Scenario[] = [
  story({ id: 'VER-01', title: 'A bank account is verified', tier: 'required' }, (tools) =>
    tools.step('Verify a bank account', async () => {
      const verified = await permitted(tools, 'verifyBankAccount', {
        body: accountBody(tools, '1234567890'),
        expect: accepted(200),
      })
      await isAnswered(tools, verified)
      // Which accounts pass is documented nowhere.
      await tools.observe({
        answer: verified,
        pointer: '/verified',
        holds: verified.at('/verified') === true,
        expected: 'true, of an account with a valid routing number',
        rule: RULE,
        severity: 'warning',
      })
    }),
  ),
  story({ id: 'VER-04', title: 'A bank account that cannot be verified is no error', tier: 'recommended' }, (tools) =>
    tools.step('Verify a bank account that does not exist', async () => {
      // Which accounts do not pass is documented nowhere, and a number may also be refused for its form.
      const verified = await permitted(tools, 'verifyBankAccount', {
        body: accountBody(tools, '0000000000'),
        expect: { ...documented(200, 400), rule: RULE },
      })
      if (verified.status !== 200) return tools.saw('An account of zeros is refused with 400.')
      await isAnswered(tools, verified)
      tools.saw(`An account of zeros is verified as ${String(verified.at('/verified'))}.`)
    }),
  ),
  story({ id: 'VER-02', title: 'A card is looked up by its first digits', tier: 'required' }, (tools) =>
    tools.step('Look up a card, without an Idempotency-Key', async () => {
      const found = await permitted(tools, 'binLookup', {
        body: { processingTerminalId: tools.terminal, amount: 4999, currency: 'USD', card: KEYED_CARD },
        expect: accepted(200),
      })
      await tools.observe({
        answer: found,
        pointer: '/type',
        holds: found.text('/type') !== '',
        expected: 'the scheme of the card',
        rule: RULE,
      })
    }),
  ),
  story(
    { id: 'VER-03', title: 'The balance of an EBT card is asked for', tier: 'conditional', feature: 'ebt' },
    (tools) =>
      tools.step('Ask for the balance', async () => {
        const { body = {} } = tools.sample('balanceCard')
        // A terminal without EBT says 400.
        const balance = await permitted(tools, 'balanceCard', {
          body: { ...(body as JsonObject), processingTerminalId: tools.terminal },
          expect: { ...documented(200, 400), rule: RULE },
        })
        if (balance.status !== 200) return tools.saw('The terminal has no group for EBT cards.')
        await tools.observe({
          answer: balance,
          pointer: '/card/balances',
          holds: Array.isArray(balance.at('/card/balances')),
          expected: 'the balances of the card',
          rule: RULE,
        })
      }),
  ),
  story({ id: 'verification/card', title: 'A card is verified', tier: 'recommended' }, async (tools) => {
    const verified = await tools.step('Verify a card', () =>
      permitted(tools, 'verifyCard', {
        body: { processingTerminalId: tools.terminal, operator: 'Conformance', card: KEYED_CARD },
        expect: accepted(200),
      }),
    )
    await tools.step('The answer says whether it is good', () => isAnswered(tools, verified))
  }),
  story(
    { id: 'verification/account-incomplete', title: 'A bank account without a number is refused', tier: 'recommended' },
    (tools) =>
      tools.step('Verify a bank account without its number', async () => {
        const { bankAccount, ...rest } = accountBody(tools, '')
        const { accountNumber: _, ...account } = bankAccount as JsonObject
        await permitted(tools, 'verifyBankAccount', {
          body: { ...rest, bankAccount: account },
          expect: refused([400], invalidRequestIsRejected, { rule: RULE }),
        })
      }),
  ),
]

function story(
  options: Omit<ScenarioOptions, 'suite' | 'requirements'>,
  body: (tools: PayrocTools) => Promise<unknown>,
): Scenario {
  return scenario({ requirements: [RULE], ...options, suite: 'verification' }, async (tools) => {
    await body(tools)
  })
}

function accountBody({ terminal }: Pick<PayrocTools, 'terminal'>, accountNumber: string): JsonObject {
  return {
    processingTerminalId: terminal,
    bankAccount: {
      type: 'ach',
      accountType: 'checking',
      nameOnAccount: 'Sarah Hopper',
      accountNumber,
      routingNumber: '053200983',
      secCode: 'web',
    },
  }
}

async function isAnswered(tools: PayrocTools, verified: Answer): Promise<void> {
  await tools.observe({
    answer: verified,
    pointer: '/verified',
    holds: typeof verified.at('/verified') === 'boolean',
    expected: 'true or false',
    rule: RULE,
  })
}
