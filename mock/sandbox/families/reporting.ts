import type { Json, JsonObject } from '../../../core/json.ts'
import type { Call, Handler, Handlers, Reply } from '../call.ts'
import { filterBy } from '../filter.ts'
import { objectAt, picked } from '../members.ts'
import { pageOf } from '../pagination.ts'
import { refuseUnknown, refuseValue } from '../problem.ts'
import type { CollectionSpec } from '../state/collection.ts'
import { AUTHORIZATIONS, BATCHES, DEPOSIT_FEES, DEPOSITS, DISPUTES, TRANSACTIONS } from '../state/ledger.ts'

/** What the API shows of a record; `key` is the store's own. */
function shown(call: Call, record: JsonObject): Json {
  const { key: _, ...rest } = record
  return call.links.rehosted(rest)
}

function list(
  spec: CollectionSpec<JsonObject>,
  id: string,
  passes: (call: Call, record: JsonObject) => boolean,
): Handler {
  return (call): Reply => {
    const records = call.state
      .of(spec)
      .values()
      .filter((record) => passes(call, record))
    return {
      status: 200,
      body: pageOf(
        call,
        records,
        (record) => String(record[id]),
        (record) => shown(call, record),
      ),
    }
  }
}

function read(spec: CollectionSpec<JsonObject>, resource: string, parameter: string): Handler {
  return (call): Reply => {
    const record = call.state.of(spec).get(String(call.path[parameter]))
    return { status: 200, body: shown(call, record ?? refuseUnknown(call, resource, parameter)) }
  }
}

function ofMerchant({ query }: Call, record: JsonObject): boolean {
  return filterBy(query).is('merchantId', objectAt(record, 'merchant')['merchantId'])
}

/** Payroc documents in words that one of the two must be sent. */
function needsOneOf({ query }: Call, date: string, other: string): void {
  if (query.has(date) || query.has(other)) return
  refuseValue(date, `${date} or ${other} must be sent`)
}

/** The history of a dispute: what it was when it came, and what it is now. */
function statusesOf(call: Call): Reply {
  const dispute = call.state.of(DISPUTES).get(String(call.path['disputeId']))
  const current = objectAt(dispute ?? refuseUnknown(call, 'dispute', 'disputeId'), 'currentStatus')
  return { status: 200, body: [picked(current, ['disputeStatusId', 'status', 'statusDate'])] }
}

/** Payroc documents reporting as read only: lists by date, and the records behind them. */
export const handlers: Handlers = {
  getbatches: list(
    BATCHES,
    'batchId',
    (call, batch) => filterBy(call.query).is('date', batch['date']) && ofMerchant(call, batch),
  ),
  getbatch: read(BATCHES, 'batch', 'batchId'),
  getTransactions(call) {
    needsOneOf(call, 'date', 'batchId')
    return list(TRANSACTIONS, 'transactionId', ({ query }, transaction) => {
      const filter = filterBy(query)
      const type = String(transaction['type'])
      return (
        filter.is('date', transaction['date']) &&
        filter.is('batchId', objectAt(transaction, 'batch')['batchId']) &&
        filter.is('transactionType', type[0]?.toUpperCase() + type.slice(1)) &&
        ofMerchant(call, transaction)
      )
    })(call)
  },
  gettransaction: read(TRANSACTIONS, 'transaction', 'transactionId'),
  getAuthorizations(call) {
    needsOneOf(call, 'date', 'batchId')
    return list(AUTHORIZATIONS, 'authorizationId', ({ query }, authorization) => {
      const filter = filterBy(query)
      const batch = objectAt(authorization, 'batch')
      return (
        filter.is('date', batch['date']) && filter.is('batchId', batch['batchId']) && ofMerchant(call, authorization)
      )
    })(call)
  },
  getAuthorization: read(AUTHORIZATIONS, 'authorization', 'authorizationId'),
  getdisputes: list(
    DISPUTES,
    'disputeId',
    (call, dispute) => filterBy(call.query).is('date', dispute['receivedDate']) && ofMerchant(call, dispute),
  ),
  getdisputesStatuses: statusesOf,
  getAchDeposits: list(
    DEPOSITS,
    'achDepositId',
    (call, deposit) => filterBy(call.query).is('date', deposit['associationDate']) && ofMerchant(call, deposit),
  ),
  getAchDeposit: read(DEPOSITS, 'ACH deposit', 'achDepositId'),
  getAchDepositFees(call) {
    needsOneOf(call, 'date', 'achDepositId')
    return list(DEPOSIT_FEES, 'key', ({ query }, fee) => {
      const filter = filterBy(query)
      return (
        filter.is('date', fee['associationDate']) &&
        filter.is('achDepositId', objectAt(fee, 'achDeposit')['achDepositId']) &&
        ofMerchant(call, fee)
      )
    })(call)
  },
}
