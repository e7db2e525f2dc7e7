import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Call, Handler, Handlers, Reply } from '../call.ts'
import { reportDateNotNeeded, reportFilterIgnored, reportLinkElsewhere } from '../faults/report.ts'
import { type Filter, filterBy } from '../filter.ts'
import { objectAt, picked } from '../members.ts'
import { pageOf } from '../pagination.ts'
import { refuseUnknown, refuseValue } from '../problem.ts'
import type { CollectionSpec } from '../state/collection.ts'
import { AUTHORIZATIONS, BATCHES, DEPOSIT_FEES, DEPOSITS, DISPUTES, TRANSACTIONS } from '../state/ledger.ts'

/** What the API shows of a record; `key` is the store's own. */
function shown(call: Call, record: JsonObject): Json {
  const { key: _, ...rest } = record
  const shownRecord = call.links.rehosted(rest)
  return call.faults.isOn(reportLinkElsewhere) ? withOtherBatch(shownRecord) : shownRecord
}

function withOtherBatch(record: Json): Json {
  if (!isJsonObject(record) || !Array.isArray(record['links'])) return record
  const links = record['links'].map((link) =>
    isJsonObject(link) ? { ...link, href: String(link['href']).replace(/batchId=(\d+)/, 'batchId=12') } : link,
  )
  return { ...record, links }
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
function needsOneOf({ query, faults }: Call, date: string, other: string): void {
  if (query.has(date) || query.has(other) || faults.isOn(reportDateNotNeeded)) return
  refuseValue(date, `${date} or ${other} must be sent`)
}

/** What a list is asked for beside its day and its merchant. */
function narrows(call: Call, passes: (filter: Filter) => boolean): boolean {
  return call.faults.isOn(reportFilterIgnored) || passes(filterBy(call.query))
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
    return list(TRANSACTIONS, 'transactionId', (_, transaction) => {
      const type = String(transaction['type'])
      return (
        filterBy(call.query).is('date', transaction['date']) &&
        narrows(
          call,
          (filter) =>
            filter.is('batchId', objectAt(transaction, 'batch')['batchId']) &&
            filter.is('transactionType', type[0]?.toUpperCase() + type.slice(1)),
        ) &&
        ofMerchant(call, transaction)
      )
    })(call)
  },
  gettransaction: read(TRANSACTIONS, 'transaction', 'transactionId'),
  getAuthorizations(call) {
    needsOneOf(call, 'date', 'batchId')
    return list(AUTHORIZATIONS, 'authorizationId', (_, authorization) => {
      const batch = objectAt(authorization, 'batch')
      return (
        filterBy(call.query).is('date', batch['date']) &&
        narrows(call, (filter) => filter.is('batchId', batch['batchId'])) &&
        ofMerchant(call, authorization)
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
    return list(
      DEPOSIT_FEES,
      'key',
      (_, fee) =>
        filterBy(call.query).is('date', fee['associationDate']) &&
        narrows(call, (filter) => filter.is('achDepositId', objectAt(fee, 'achDeposit')['achDepositId'])) &&
        ofMerchant(call, fee),
    )(call)
  },
}
