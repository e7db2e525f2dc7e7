import type { JsonObject } from '../../../core/json.ts'
import type { Call, Handlers } from '../call.ts'
import {
  heldAccountPaid,
  instructionDatesIgnored,
  instructionDeletedLate,
  instructionPutLost,
  instructionUpdatedLate,
  overdraftAccepted,
} from '../faults/funding-instruction.ts'
import { withinRecords } from '../funding-dates.ts'
import {
  advanceInstructions,
  describedInstruction,
  payoutsOf,
  pendingFunds,
  shownInstruction,
} from '../funding-instruction.ts'
import { neededBody } from '../needed-body.ts'
import { pageOf } from '../pagination.ts'
import { isDocumented, refuse, refuseUnknown, refuseValue } from '../problem.ts'
import { FUNDING_ACCOUNTS } from '../state/funding-accounts.ts'
import { FUNDING_BALANCES } from '../state/funding-balances.ts'
import { FUNDING_INSTRUCTIONS, type FundingInstructionRecord } from '../state/funding-instructions.ts'

function instructionOf(call: Call): FundingInstructionRecord {
  advanceInstructions(call)
  const record = call.state.of(FUNDING_INSTRUCTIONS).get(String(call.path.instructionId))
  return record ?? refuseUnknown(call, 'funding instruction', 'instructionId')
}

/**
 * Payroc documents that an instruction can be updated and deleted only while it is accepted. The problem itself says 409
 * and the contract lists it under 400; the status is the one that the contract has.
 */
function refuseLate(call: Call, { status }: FundingInstructionRecord): void {
  if (status === 'accepted') return
  const reply = { detail: `The funding instruction is ${status}` }
  refuse('cannot-be-modified', isDocumented(call, 409) ? reply : { ...reply, httpStatus: 400 })
}

/** Payroc documents that the accounts must be there and not on hold, and that the balances must cover the sums. */
function checkPayouts(call: Call, said: JsonObject, except?: number): void {
  const payouts = payoutsOf(said)
  for (const { fundingAccountId, merchantId } of payouts) {
    const account = call.state.of(FUNDING_ACCOUNTS).get(fundingAccountId)
    if (!call.state.of(FUNDING_BALANCES).has(merchantId)) refuseValue('merchantId', 'There is no such merchant')
    if (account === undefined) refuseValue('fundingAccountId', 'There is no such funding account')
    if (account?.shown.status === 'hold' && !call.faults.isOn(heldAccountPaid)) refuse('funding-accounts-restricted')
  }
  if (call.faults.isOn(overdraftAccepted)) return
  for (const merchantId of new Set(payouts.map((payout) => payout.merchantId))) {
    const wanted = payouts.reduce((sum, payout) => (payout.merchantId === merchantId ? sum + payout.amount : sum), 0)
    const funds = call.state.of(FUNDING_BALANCES).get(merchantId)?.funds ?? 0
    if (wanted > funds - pendingFunds(call, merchantId, except)) refuse('insufficient-funds')
  }
}

export const handlers: Handlers = {
  createInstruction(call) {
    advanceInstructions(call)
    const said = describedInstruction(neededBody(call))
    checkPayouts(call, said)
    const instructionId = call.ids.number('funding-instruction')
    const now = call.clock.iso()
    const record: FundingInstructionRecord = {
      instructionId,
      status: 'accepted',
      said,
      createdDate: now,
      lastModifiedDate: now,
      acceptedAt: call.clock.now(),
    }
    call.state.of(FUNDING_INSTRUCTIONS).set(instructionId, record)
    const location = call.links.href(`/funding-instructions/${instructionId}`)
    return { status: 201, headers: { location }, body: shownInstruction(call, record) }
  },
  listInstructions(call) {
    advanceInstructions(call)
    const isWithin = withinRecords(call)
    const all = call.state.of(FUNDING_INSTRUCTIONS).values()
    const listed = call.faults.isOn(instructionDatesIgnored)
      ? all
      : all.filter(({ createdDate }) => isWithin(createdDate))
    const page = pageOf(
      call,
      listed,
      ({ instructionId }) => instructionId,
      (record) => ({
        ...shownInstruction(call, record),
        link: call.links.link('fundingInstruction', `/funding-instructions/${record.instructionId}`),
      }),
    )
    return { status: 200, body: page }
  },
  getInstruction: (call) => ({ status: 200, body: shownInstruction(call, instructionOf(call)) }),
  updateInstructions(call) {
    const record = instructionOf(call)
    const said = describedInstruction(neededBody(call))
    if (!call.faults.isOn(instructionUpdatedLate)) refuseLate(call, record)
    checkPayouts(call, said, record.instructionId)
    if (call.faults.isOn(instructionPutLost)) return { status: 204 }
    const changed = { ...record, said, lastModifiedDate: call.clock.iso() }
    call.state.of(FUNDING_INSTRUCTIONS).set(record.instructionId, changed)
    return { status: 204 }
  },
  deleteInstructions(call) {
    const record = instructionOf(call)
    if (!call.faults.isOn(instructionDeletedLate)) refuseLate(call, record)
    call.state.of(FUNDING_INSTRUCTIONS).delete(record.instructionId)
    return { status: 204 }
  },
}
