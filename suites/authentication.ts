import { invalidTokenIsRejected } from '../checks/invalid-token-is-rejected.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { refused, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'

const RULE = 'Payroc: authentication'

/** Seconds, as Payroc documents. */
const LIFE = 3_600

/** Who is let in: keys that are exchanged for tokens, and what a token opens. */
export const authenticationScenarios: readonly Scenario[] = [
  story(
    { id: 'AUTH-01', title: 'An API key is exchanged for a token that opens the API', tier: 'required' },
    exchanged,
  ),
  story({ id: 'AUTH-04', title: 'An API key that nobody issued is refused', tier: 'recommended' }, async (tools) => {
    const answer = await tools.step('Ask for a token with another key', () => tools.identity.exchange('unknown'))
    await tools.step('There is none', async () => {
      tools.evidence('status', answer.status)
      await tools.observe({
        answer,
        pointer: '/access_token',
        holds: answer.status >= 400 && answer.text('/access_token') === '',
        expected: '401, and no token',
        rule: RULE,
        promise: invalidTokenIsRejected,
      })
      await tools.observe({
        answer,
        pointer: '',
        holds: answer.status < 400 || answer.status === 401,
        expected: '401',
        rule: RULE,
        severity: 'warning',
      })
    })
  }),
  story({ id: 'AUTH-05', title: 'A token without the scope is refused', tier: 'recommended' }, withoutScope),
  story(
    {
      id: 'authentication/expired-token',
      title: 'A token whose life is over is refused',
      tier: 'recommended',
      // Others who asked for a token at the same moment would get one as short.
      alone: true,
    },
    async (tools) => {
      const token = await tools.step('Let a token grow old', async () =>
        tools.target.steerable ? MADE_UP : tools.identity.expiredToken(),
      )
      await tools.step('List payments with it', () =>
        tools.api('listPayments', {
          query: { processingTerminalId: tools.terminal },
          authorization: `Bearer ${token}`,
          expect: refused([401], invalidTokenIsRejected, { rule: RULE }),
        }),
      )
    },
  ),
]

/** A mock that is told what to answer takes any token. */
const MADE_UP = 'conformance'

function story(options: Omit<ScenarioOptions, 'suite'>, body: (tools: PayrocTools) => Promise<unknown>): Scenario {
  return scenario(
    { requirements: [RULE], ...options, suite: 'authentication' },
    async (tools) => void (await body(tools)),
  )
}

async function exchanged(tools: PayrocTools): Promise<void> {
  const answer = await tools.step('Exchange the API key', () => tools.identity.exchange('own'))
  await tools.step('The answer is a bearer token, and how long it lives', () => isToken(tools, answer))
  const token = answer.text('/access_token')
  if (token === '') return
  await tools.step('List payments with it', async () => {
    const listed = await tools.api('listPayments', {
      query: { processingTerminalId: tools.terminal },
      authorization: `Bearer ${token}`,
      expect: whatever(200),
    })
    await tools.observe({
      answer: listed,
      pointer: '',
      holds: listed.status !== 401,
      expected: 'a token that was just issued to be taken',
      rule: RULE,
    })
  })
}

async function isToken(tools: PayrocTools, answer: Answer): Promise<void> {
  tools.evidence('status', answer.status)
  tools.evidence('expiresIn', answer.at('/expires_in') ?? null)
  const told = { answer, rule: RULE }
  await tools.observe({
    ...told,
    pointer: '/access_token',
    holds: answer.status === 200 && answer.text('/access_token') !== '',
    expected: '200 and a token',
  })
  if (answer.status !== 200) return
  // RFC 6749 §5.1: the type of a token is compared without regard to case.
  await tools.observe({
    ...told,
    pointer: '/token_type',
    holds: answer.text('/token_type').toLowerCase() === 'bearer',
    expected: 'Bearer',
  })
  await tools.observe({
    ...told,
    pointer: '/expires_in',
    holds: Number(answer.text('/expires_in')) > 0,
    expected: 'the seconds that it lives',
  })
  await tools.observe({
    ...told,
    pointer: '/expires_in',
    holds: !(Number(answer.text('/expires_in')) > 0) || Number(answer.text('/expires_in')) === LIFE,
    expected: String(LIFE),
    severity: 'warning',
  })
}

/** Payroc's notes say that a key without access may be refused by the token endpoint as well. */
async function withoutScope(tools: PayrocTools): Promise<void> {
  const issued = tools.target.steerable
    ? undefined
    : await tools.step('Exchange a key without access to reporting', () => tools.identity.exchange('limited'))
  const token = issued === undefined ? MADE_UP : issued.text('/access_token')
  if (issued !== undefined && token === '') {
    if (issued.status !== 401 && issued.status !== 403) tools.skip(`the key was answered ${issued.status}`)
    return tools.saw(`A key without the scope is refused by the token endpoint with ${issued.status}.`)
  }
  await tools.step('List batches with its token', async () => {
    const answer = await tools.api('getbatches', {
      query: { date: '2024-07-02' },
      authorization: `Bearer ${token}`,
      expect: refused([403], invalidTokenIsRejected, { rule: RULE }),
    })
    tools.evidence('status', answer.status)
  })
}
