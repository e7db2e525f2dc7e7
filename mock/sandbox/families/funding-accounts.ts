import type { Call, Handlers } from '../call.ts'
import { accountPutLost, deletedAccountReadable } from '../faults/funding-account.ts'
import { checkUse } from '../funding-account-use.ts'
import { linkedFundingAccount, shownFundingAccount } from '../holder.ts'
import { picked } from '../members.ts'
import { neededBody } from '../needed-body.ts'
import { pageOf } from '../pagination.ts'
import { refuse, refuseUnknown } from '../problem.ts'
import { FUNDING_ACCOUNTS, type FundingAccountRecord } from '../state/funding-accounts.ts'

function accountOf(call: Call): FundingAccountRecord {
  const record = call.state.of(FUNDING_ACCOUNTS).get(String(call.path.fundingAccountId))
  return record ?? refuseUnknown(call, 'funding account', 'fundingAccountId')
}

/** Payroc documents that the accounts of a processing account cannot be changed or deleted here. */
function changeableAccountOf(call: Call): FundingAccountRecord {
  const record = accountOf(call)
  if (record.holder.kind === 'funding-recipient') return record
  return refuse('forbidden', {
    detail: 'The funding account belongs to a processing account',
    instance: call.links.href(call.target),
    resource: 'funding account',
  })
}

function idOf({ fundingAccountId }: FundingAccountRecord): number {
  return fundingAccountId
}

export const handlers: Handlers = {
  listFundingAccount(call) {
    const all = call.state.of(FUNDING_ACCOUNTS).values()
    return {
      status: 200,
      body: pageOf(call, all, idOf, (record) => linkedFundingAccount(call, record)),
    }
  },
  getFundingAccount: (call) => ({ status: 200, body: linkedFundingAccount(call, accountOf(call)) }),
  updateFundingAccount(call) {
    const record = changeableAccountOf(call)
    const request = neededBody(call)
    checkUse(call, request, 'use')
    if (call.faults.isOn(accountPutLost)) return { status: 204 }
    const kept = picked(record.shown, ['fundingAccountId', 'createdDate', 'status'])
    const shown = { ...kept, lastModifiedDate: call.clock.iso(), ...shownFundingAccount(request) }
    call.state.of(FUNDING_ACCOUNTS).set(record.fundingAccountId, { ...record, shown })
    return { status: 204 }
  },
  deleteFundingAccount(call) {
    const { fundingAccountId } = changeableAccountOf(call)
    if (!call.faults.isOn(deletedAccountReadable)) call.state.of(FUNDING_ACCOUNTS).delete(fundingAccountId)
    return { status: 204 }
  },
}
