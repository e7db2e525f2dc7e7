import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import type { JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { attempted } from './creation.ts'
import { remove } from './keyed-operation.ts'
import { ownTaxId } from './own-ids.ts'
import { itemsOf, walk } from './pages.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'
import { recipientBody } from './recipient.ts'

/** Where Payroc documents how funds are sent. */
export const FUNDING = 'Payroc: send funds'

/** One after the other, so that what a scenario made is the newest when it looks at a list. */
const LANE = 'funding'

/** A scenario of the suite `funding`. */
export function fundingStory(
  options: Omit<ScenarioOptions, 'suite'>,
  body: (tools: PayrocTools) => Promise<unknown>,
): Scenario {
  return scenario({ requirements: [FUNDING], lane: LANE, ...options, suite: 'funding' }, async (tools) => {
    await body(tools)
  })
}

/** Somebody who can be paid. */
export interface Recipient {
  /** What was asked for. */
  readonly sent: JsonObject
  readonly answer: Answer
  readonly path: { readonly recipientId: number }
}

/** Makes a recipient with one owner and one account, who is deleted at the end. */
export async function recipient(tools: PayrocTools): Promise<Recipient> {
  const { sent, answer } = await tools.step('Create a funding recipient', () => createRecipient(tools))
  const path = recipientPath(answer)
  tools.evidence('recipientId', answer.text('/recipientId'))
  await tools.stateful('It is there', () =>
    tools.api('getFundingRecipient', { path, expect: { ...accepted(200), promise: createdResourceIsReadable } }),
  )
  return { sent, answer, path }
}

/** Payroc documents that it looks at the numbers of a recipient, and refuses one who is not known by them. */
export async function createRecipient(
  tools: PayrocTools,
  make = (): JsonObject => recipientBody(tools.reference(), ownTaxId(tools)),
): Promise<Pick<Recipient, 'sent' | 'answer'>> {
  let sent: JsonObject = {}
  const answer = await attempted(tools, 'createFundingRecipient', 201, {
    request: () => ({ body: (sent = make()) }),
    excuse: notKnown,
  })
  deleteLater(tools, answer)
  return { sent, answer }
}

export function deleteLater(tools: PayrocTools, created: Answer): void {
  tools.cleanUp('Delete the recipient', () => remove(tools, 'deleteFundingRecipient', recipientPath(created)))
}

export function recipientPath(answer: Answer): { readonly recipientId: number } {
  return { recipientId: Number(answer.text('/recipientId')) }
}

export function notKnown({ problem }: Answer): string | undefined {
  return problem === 'kyc-check-failed' ? 'the target knows nobody by the numbers of the test data' : undefined
}

/** The account that a recipient was made with. */
export function accountIdOf(tools: PayrocTools, { answer }: Recipient): number {
  const id = Number(answer.text('/fundingAccounts/0/fundingAccountId'))
  // An example of the contract need not say.
  return tools.target.stateful || id > 0 ? id : 123
}

/** A merchant whose balance can be paid out, and how much of it. */
export interface Balance {
  readonly merchantId: string
  readonly available: number
  /** The page that says so. */
  readonly page: Answer
}

/** The balances of all merchants, the largest first: what is pending or held of them is not available. */
export async function balances(tools: PayrocTools): Promise<readonly Balance[]> {
  const { pages } = await walk(tools, { operationId: 'getFundingBalance' })
  const all = pages.flatMap((page) =>
    itemsOf([page]).flatMap(({ merchantId, available }) =>
      typeof merchantId === 'string' && typeof available === 'number' ? [{ merchantId, available, page }] : [],
    ),
  )
  return all.toSorted((a, b) => b.available - a.available)
}

/** Reads first what there is to be paid out; where nothing is, the story is left. */
export async function largestBalance(tools: PayrocTools): Promise<Balance> {
  const [largest] = await tools.step('Read what can be paid out', () => balances(tools))
  return largest === undefined || largest.available < AMOUNT * 10
    ? tools.skip('no merchant has a balance that can be paid out')
    : largest
}

/** In the lowest denomination. */
export const AMOUNT = 100

/** An instruction to pay a sum from one balance to one account. */
export function instructionBody(merchantId: string, fundingAccountId: number, value: number): JsonObject {
  return {
    merchants: [
      {
        merchantId,
        recipients: [{ fundingAccountId, paymentMethod: 'ACH', amount: { value, currency: 'USD' } }],
      },
    ],
  }
}

export function instructionPath(answer: Answer): { readonly instructionId: number } {
  return { instructionId: Number(answer.text('/instructionId')) }
}

/** An instruction that was accepted. */
export interface Instruction {
  readonly answer: Answer
  readonly path: { readonly instructionId: number }
  readonly merchantId: string
  readonly fundingAccountId: number
}

/** Reads the balance, makes a recipient and instructs Payroc to pay; what is not yet paid is taken back at the end. */
export async function instruct(tools: PayrocTools): Promise<Instruction> {
  const { merchantId } = await largestBalance(tools)
  const fundingAccountId = accountIdOf(tools, await recipient(tools))
  const answer = await tools.step('Instruct Payroc to pay', () =>
    attempted(tools, 'createInstruction', 201, {
      request: () => ({ body: instructionBody(merchantId, fundingAccountId, AMOUNT) }),
      excuse: ({ problem }) =>
        problem === 'funding-accounts-restricted' ? 'a new account must be approved before it is paid' : undefined,
    }),
  )
  const path = instructionPath(answer)
  tools.evidence('instructionId', path.instructionId)
  tools.cleanUp('Delete the instruction', () => remove(tools, 'deleteInstructions', path))
  return { answer, path, merchantId, fundingAccountId }
}
