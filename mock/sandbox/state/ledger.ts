import type { JsonObject } from '../../../core/json.ts'
import { objectAt } from '../members.ts'
import type { CollectionSpec, Seeding } from './collection.ts'

/**
 * What the card schemes and banks report: batches of transactions, each with its authorization, disputes about some of
 * them, deposits and their fees. Nothing that a client does reaches it within a day, so it is there from the start: a
 * few days of the two merchants that the contract's examples name, drawn from those examples, every link leading to a
 * record that is there.
 */
interface Ledger {
  readonly batches: readonly JsonObject[]
  readonly transactions: readonly JsonObject[]
  readonly authorizations: readonly JsonObject[]
  readonly disputes: readonly JsonObject[]
  readonly deposits: readonly JsonObject[]
  readonly fees: readonly JsonObject[]
}

const DAYS = ['2024-07-01', '2024-07-02', '2027-07-02'] as const
const PER_BATCH = 4
const FEES_PER_DEPOSIT = 3

/** The ids of the contract's examples come first, so that its links lead somewhere. */
const FIRST_IDS = {
  batch: [12, 65, 66, 12345],
  transaction: [12345, 442233],
  authorization: [12, 65, 12345],
  dispute: [65, 12345],
  deposit: [99],
}

export const BATCHES: CollectionSpec<JsonObject> = recordsOf('batches', 'batchId', (ledger) => ledger.batches)
export const TRANSACTIONS: CollectionSpec<JsonObject> = recordsOf(
  'transactions',
  'transactionId',
  (ledger) => ledger.transactions,
)
export const AUTHORIZATIONS: CollectionSpec<JsonObject> = recordsOf(
  'authorizations',
  'authorizationId',
  (ledger) => ledger.authorizations,
)
export const DISPUTES: CollectionSpec<JsonObject> = recordsOf('disputes', 'disputeId', (ledger) => ledger.disputes)
export const DEPOSITS: CollectionSpec<JsonObject> = recordsOf('deposits', 'achDepositId', (ledger) => ledger.deposits)
export const DEPOSIT_FEES: CollectionSpec<JsonObject> = recordsOf('deposit-fees', 'key', (ledger) => ledger.fees)

function recordsOf(
  name: string,
  id: string,
  part: (ledger: Ledger) => readonly JsonObject[],
): CollectionSpec<JsonObject> {
  return { name, seed: (seeding) => part(ledgerOf(seeding)).map((record) => [String(record[id]), record]) }
}

const ledgers = new WeakMap<Seeding['contract'], Ledger>()

function ledgerOf(seeding: Seeding): Ledger {
  const known = ledgers.get(seeding.contract) ?? ledgerFrom(seeding)
  ledgers.set(seeding.contract, known)
  return known
}

function ledgerFrom({ example }: Seeding): Ledger {
  const first = (operationId: string): JsonObject => {
    const list = example(operationId, '200') as JsonObject
    return (list['data'] as readonly JsonObject[])[0] ?? {}
  }
  const listed = example('getbatches', '200') as JsonObject
  const merchants = (listed['data'] as readonly JsonObject[]).map((batch) => objectAt(batch, 'merchant'))
  const shown = {
    batch: first('getbatches'),
    transaction: first('getTransactions'),
    authorization: first('getAuthorizations'),
    dispute: first('getdisputes'),
    deposit: first('getAchDeposits'),
    fee: first('getAchDepositFees'),
  }
  const next = idsFrom(FIRST_IDS)
  const batches: JsonObject[] = []
  const transactions: JsonObject[] = []
  const authorizations: JsonObject[] = []
  const disputes: JsonObject[] = []
  const deposits: JsonObject[] = []
  const fees: JsonObject[] = []

  for (const date of DAYS) {
    for (const merchant of merchants) {
      const [batchId, achDepositId] = [next('batch'), next('deposit')]
      const batch = { batchId, date, cycle: 'am', link: link('batch', `/batches/${batchId}`) }
      const dates = { createdDate: date, lastModifiedDate: date }
      let [sales, returns] = [0, 0]
      for (let nth = 0; nth < PER_BATCH; nth++) {
        const [transactionId, authorizationId] = [next('transaction'), next('authorization')]
        const type = nth === PER_BATCH - 1 ? 'return' : 'capture'
        const amount = 1_000 + ((transactionId * 37) % 9_000)
        if (type === 'return') returns += amount
        else sales += amount
        const brief = {
          transactionId,
          type,
          date,
          entryMethod: 'swiped',
          amount,
          link: link('transaction', `/transactions/${transactionId}`),
        }
        const authorization = {
          ...objectAt(shown.transaction, 'authorization'),
          authorizationId,
          amount,
          link: link('authorization', `/authorizations/${authorizationId}`),
        }
        transactions.push({
          ...shown.transaction,
          ...dates,
          transactionId,
          type,
          date,
          amount,
          merchant,
          batch,
          settled: {
            ...objectAt(shown.transaction, 'settled'),
            achDate: date,
            achDepositId,
            link: depositLink(achDepositId),
          },
          authorization,
        })
        authorizations.push({
          ...shown.authorization,
          ...dates,
          authorizationId,
          preauthorizationRequestAmount: amount,
          merchant,
          batch,
          transaction: brief,
        })
        if (nth > 0) continue
        const disputeId = next('dispute')
        disputes.push({
          ...shown.dispute,
          ...dates,
          disputeId,
          receivedDate: date,
          disputeAmount: amount,
          currentStatus: {
            ...objectAt(shown.dispute, 'currentStatus'),
            statusDate: date,
            link: link('statuses', `/disputes/${disputeId}/statuses`),
          },
          merchant,
          transaction: brief,
        })
      }
      batches.push({
        ...shown.batch,
        ...dates,
        batchId,
        date,
        saleAmount: sales,
        returnAmount: returns,
        transactionCount: PER_BATCH,
        merchant,
        links: [
          link('transactions', `/transactions?batchId=${batchId}`),
          link('authorizations', `/authorizations?batchId=${batchId}`),
        ],
      })
      const merchantId = String(merchant['merchantId'])
      for (let nth = 0; nth < FEES_PER_DEPOSIT; nth++) {
        fees.push({
          ...shown.fee,
          key: `${achDepositId}-${nth}`,
          associationDate: date,
          adjustmentDate: date,
          description: `ACH Deposit Fee ${nth + 1}`,
          merchant,
          achDeposit: { achDepositId, link: depositLink(achDepositId) },
        })
      }
      deposits.push({
        ...shown.deposit,
        achDepositId,
        associationDate: date,
        achDate: date,
        paymentDate: date,
        transactions: PER_BATCH,
        sales,
        returns,
        netAmount: sales - returns,
        merchant,
        links: [link('achDepositFees', `/ach-deposit-fees?achDepositId=${achDepositId}&merchantId=${merchantId}`)],
      })
    }
  }
  return { batches, transactions, authorizations, disputes, deposits, fees }
}

/** As the contract's examples write them: the store's links are led to the sandbox when they are shown. */
const DOCUMENTED_HOST = 'https://api.payroc.com/v1'

function link(rel: string, path: string): JsonObject {
  return { rel, method: 'get', href: `${DOCUMENTED_HOST}${path}` }
}

function depositLink(id: number): JsonObject {
  return link('achDeposit', `/ach-deposits/${id}`)
}

/** First the ids of the examples, then those that follow the greatest of them. */
function idsFrom(first: Readonly<Record<string, readonly number[]>>): (kind: keyof typeof FIRST_IDS) => number {
  const used = new Map<string, number>()
  return (kind) => {
    const nth = used.get(kind) ?? 0
    used.set(kind, nth + 1)
    const known = first[kind] ?? []
    return known[nth] ?? Math.max(...known) + nth
  }
}
