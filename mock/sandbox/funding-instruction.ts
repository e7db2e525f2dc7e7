import type { JsonObject } from '../../core/json.ts'
import { objectAt, objectsAt, picked } from './members.ts'
import { FUNDING_ACCOUNTS } from './state/funding-accounts.ts'
import { FUNDING_ACTIVITY } from './state/funding-activity.ts'
import { FUNDING_BALANCES } from './state/funding-balances.ts'
import {
  FUNDING_INSTRUCTIONS,
  type FundingInstructionRecord,
  type InstructionStatus,
} from './state/funding-instructions.ts'
import type { World } from './world.ts'

/** A sum that goes from the balance of a merchant to a funding account. */
export interface Payout {
  readonly merchantId: string
  readonly fundingAccountId: string
  readonly amount: number
}

/** The states of an instruction and of its recipients, one step of time each; the last one is for good. */
const STEPS: readonly (readonly [status: InstructionStatus, ofRecipients: string])[] = [
  ['accepted', 'accepted'],
  ['pending', 'pending'],
  ['pending', 'released'],
  ['completed', 'funded'],
]

function stepOf({ clock, options }: World, { status, acceptedAt }: FundingInstructionRecord): number {
  const last = STEPS.length - 1
  if (status === 'completed') return last
  return Math.min(last, Math.max(0, Math.floor((clock.now() - acceptedAt) / options.fundingStep)))
}

/** The sums that an instruction moves; what is not a whole sum moves what is whole of it, and never backwards. */
export function payoutsOf(said: JsonObject): readonly Payout[] {
  return objectsAt(said, 'merchants').flatMap((merchant) =>
    objectsAt(merchant, 'recipients').map((recipient) => ({
      merchantId: String(merchant.merchantId),
      fundingAccountId: String(recipient.fundingAccountId),
      amount: Math.max(0, Math.floor(Number(objectAt(recipient, 'amount').value))),
    })),
  )
}

/** Brings every instruction to the state that is due by the clock, and pays out those that are completed by it. */
export function advanceInstructions(world: World): void {
  const instructions = world.state.of(FUNDING_INSTRUCTIONS)
  for (const record of instructions.values()) {
    if (record.status === 'completed') continue
    const step = stepOf(world, record)
    const [status] = STEPS[step] as (typeof STEPS)[number]
    if (status === record.status) continue
    const lastModifiedDate = world.clock.iso()
    instructions.set(record.instructionId, { ...record, status, lastModifiedDate })
    if (status === 'completed') for (const payout of payoutsOf(record.said)) pay(world, payout)
  }
}

function pay({ state, ids, clock }: World, { merchantId, fundingAccountId, amount }: Payout): void {
  const balance = state.of(FUNDING_BALANCES).get(merchantId)
  if (balance === undefined) return
  state.of(FUNDING_BALANCES).set(merchantId, { ...balance, funds: balance.funds - amount })
  const id = ids.number('funding-activity')
  const holder = state.of(FUNDING_ACCOUNTS).get(fundingAccountId)?.shown.nameOnAccount
  state.of(FUNDING_ACTIVITY).set(id, {
    merchantId,
    shown: {
      id,
      date: clock.iso(),
      merchant: balance.doingBusinessAs,
      ...(holder !== undefined && { recipient: holder }),
      description: 'payment',
      type: 'debit',
      amount,
      currency: 'USD',
    },
  })
}

/** What accepted and pending instructions will take from the balance of a merchant. */
export function pendingFunds({ state }: World, merchantId: string, except?: number): number {
  return state
    .of(FUNDING_INSTRUCTIONS)
    .values()
    .filter(({ status, instructionId }) => status !== 'completed' && instructionId !== except)
    .flatMap(({ said }) => payoutsOf(said))
    .reduce((sum, payout) => (payout.merchantId === merchantId ? sum + payout.amount : sum), 0)
}

/** An instruction as the API shows it. */
export function shownInstruction(world: World, record: FundingInstructionRecord): JsonObject {
  const { instructionId, createdDate, lastModifiedDate, status, said } = record
  const [, ofRecipients] = STEPS[stepOf(world, record)] as (typeof STEPS)[number]
  return {
    instructionId,
    createdDate,
    lastModifiedDate,
    status,
    ...(said.merchants !== undefined && {
      merchants: objectsAt(said, 'merchants').map((merchant) => shownMerchant(world, merchant, ofRecipients)),
    }),
    ...picked(said, ['metadata']),
  }
}

function shownMerchant({ links }: World, merchant: JsonObject, status: string): JsonObject {
  return {
    ...picked(merchant, ['merchantId']),
    recipients: objectsAt(merchant, 'recipients').map((recipient) => ({
      ...picked(recipient, ['fundingAccountId', 'paymentMethod', 'amount', 'metadata']),
      status,
      link: links.link('fundingAccount', `/funding-accounts/${Number(recipient.fundingAccountId)}`),
    })),
  }
}

/** What a client says of an instruction, without what only Payroc says; the currency is USD where it is left out. */
export function describedInstruction(request: JsonObject): JsonObject {
  return {
    ...(request.merchants !== undefined && {
      merchants: objectsAt(request, 'merchants').map((merchant) => ({
        ...picked(merchant, ['merchantId']),
        recipients: objectsAt(merchant, 'recipients').map((recipient) => ({
          ...picked(recipient, ['fundingAccountId', 'paymentMethod', 'metadata']),
          amount: { currency: 'USD', ...picked(recipient.amount, ['value', 'currency']) },
        })),
      })),
    }),
    ...picked(request, ['metadata']),
  }
}
