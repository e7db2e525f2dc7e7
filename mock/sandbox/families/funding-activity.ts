import type { Handlers } from '../call.ts'
import { activityMerchantIgnored, balanceHasMoreWrong, balanceMerchantIgnored } from '../faults/funding-activity.ts'
import { filterBy } from '../filter.ts'
import { withinRecords } from '../funding-dates.ts'
import { advanceInstructions, pendingFunds } from '../funding-instruction.ts'
import { pageOf } from '../pagination.ts'
import { FUNDING_ACTIVITY } from '../state/funding-activity.ts'
import { FUNDING_BALANCES } from '../state/funding-balances.ts'

export const handlers: Handlers = {
  getFundingBalance(call) {
    advanceInstructions(call)
    const filter = filterBy(call.query)
    const all = call.state.of(FUNDING_BALANCES).values()
    const listed = call.faults.isOn(balanceMerchantIgnored)
      ? all
      : all.filter(({ merchantId }) => filter.is('merchantId', merchantId))
    const page = pageOf(
      call,
      listed,
      ({ merchantId }) => merchantId,
      ({ merchantId, funds }) => {
        const pending = pendingFunds(call, merchantId)
        return { merchantId, funds, pending, available: funds - pending, currency: 'USD' }
      },
    )
    return { status: 200, body: call.faults.isOn(balanceHasMoreWrong) ? { ...page, hasMore: !page.hasMore } : page }
  },
  getFundingActivity(call) {
    advanceInstructions(call)
    const isWithin = withinRecords(call)
    const filter = filterBy(call.query)
    const isAny = call.faults.isOn(activityMerchantIgnored)
    const listed = call.state
      .of(FUNDING_ACTIVITY)
      .values()
      .filter(({ merchantId, shown }) => isWithin(String(shown.date)) && (isAny || filter.is('merchantId', merchantId)))
    return {
      status: 200,
      body: pageOf(
        call,
        listed,
        ({ shown }) => Number(shown.id),
        ({ shown }) => shown,
      ),
    }
  },
}
