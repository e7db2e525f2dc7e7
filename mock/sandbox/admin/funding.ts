import { isJsonObject } from '../../../core/json.ts'
import { linkedFundingAccount } from '../holder.ts'
import { FUNDING_ACCOUNTS } from '../state/funding-accounts.ts'
import { type AdminHandler, expected } from './admin-call.ts'

const ACCOUNT_STATUSES = ['approved', 'rejected', 'pending', 'hold'] as const

/** `PUT /funding-accounts/{id} { "status": "hold" }`: what Payroc thinks of an account. */
export const decideFundingAccount: AdminHandler = ({ world, name, body }) => {
  const record = world.state.of(FUNDING_ACCOUNTS).get(name ?? '')
  const status = ACCOUNT_STATUSES.find((known) => isJsonObject(body) && known === body.status)
  if (record === undefined) return expected('the fundingAccountId of an account in the path')
  if (status === undefined) return expected(`a status: one of ${ACCOUNT_STATUSES.join(', ')}`)
  const decided = { ...record, shown: { ...record.shown, status } }
  world.state.of(FUNDING_ACCOUNTS).set(record.fundingAccountId, decided)
  return { status: 200, body: linkedFundingAccount(world, decided) }
}
