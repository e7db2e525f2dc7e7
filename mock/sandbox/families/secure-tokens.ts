import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Call, Handlers, Reply } from '../call.ts'
import { deletedTokenReadable, tokenListOmitsCreated, tokenPatchLost } from '../faults/token.ts'
import { filterBy } from '../filter.ts'
import { instrumentOf, singleUseToken, spend } from '../instrument.ts'
import { pathSegment } from '../link.ts'
import { patched } from '../json-patch.ts'
import { bodyOf, objectAt, objectsAt, textAt } from '../members.ts'
import { pageOf } from '../pagination.ts'
import { refuseUnknown } from '../problem.ts'
import { refuseUndescribed } from '../resource-shape.ts'
import { makeSecureToken } from '../secure-token.ts'
import { SECURE_TOKENS, type SecureTokenRecord, tokenKey } from '../state/secure-tokens.ts'

/** Payroc documents which members of a secure token are fixed. */
const FIXED = [
  '/secureTokenId',
  '/processingTerminalId',
  '/type',
  '/token',
  '/status',
  '/source/type',
  '/source/cardNumber',
  '/source/cardType',
  '/source/currency',
  '/source/debit',
  '/source/surcharging',
  '/source/accountNumber',
  '/source/routingNumber',
  '/source/transitNumber',
]

function recordOf(call: Call): SecureTokenRecord {
  const { processingTerminalId, secureTokenId } = call.path
  const record = call.state.of(SECURE_TOKENS).get(tokenKey(String(processingTerminalId), String(secureTokenId)))
  if (record === undefined || (record.isDeleted && !call.faults.isOn(deletedTokenReadable))) {
    return refuseUnknown(call, 'secure token', 'secureTokenId')
  }
  return record
}

/** As it is read, a bank account comes with its type of account. */
function shownWithAccount({ shown, accountType }: SecureTokenRecord): JsonObject {
  const source = objectAt(shown, 'source')
  return accountType === undefined || source.type === 'card' ? shown : { ...shown, source: { ...source, accountType } }
}

function saved(call: Call, record: SecureTokenRecord): Reply {
  call.state.of(SECURE_TOKENS).set(tokenKey(record.processingTerminalId, record.secureTokenId), record)
  return { status: 200, body: record.shown }
}

/** The contract's own example writes these members as they are sent, not as they are shown. */
function asShown(body: Json | undefined): Json | undefined {
  if (!Array.isArray(body)) return body
  return body.map((entry: Json) => (isJsonObject(entry) ? { ...entry, ...movedPointers(entry) } : entry))
}

function movedPointers(entry: JsonObject): JsonObject {
  return Object.fromEntries(
    ['path', 'from'].flatMap((name) => {
      const pointer = entry[name]
      if (typeof pointer !== 'string') return []
      return [
        [
          name,
          pointer
            .replace(/^\/shippingAddress(?=\/|$)/, '/customer/shippingAddress')
            .replace(/^\/source\/cardDetails\/cardholderName$/, '/source/cardholderName'),
        ],
      ]
    }),
  )
}

function passes({ query, path }: Call, { shown, token, ...record }: SecureTokenRecord): boolean {
  const filter = filterBy(query)
  const source = objectAt(shown, 'source')
  const contacts = objectsAt(objectAt(shown, 'customer'), 'contactMethods')
  const valuesOf = (...types: readonly string[]): readonly (Json | undefined)[] =>
    contacts.filter(({ type }) => types.includes(String(type))).map(({ value }) => value)
  return (
    !record.isDeleted &&
    record.processingTerminalId === path.processingTerminalId &&
    filter.is('secureTokenId', record.secureTokenId) &&
    filter.is('customerName', source.cardholderName ?? source.nameOnAccount) &&
    filter.isAnyOf('phone', valuesOf('phone', 'mobile')) &&
    filter.isAnyOf('email', valuesOf('email')) &&
    filter.is('token', token) &&
    filter.hasDigits('first6', 'last4', source.cardNumber ?? source.accountNumber)
  )
}

export const handlers: Handlers = {
  createSecureToken(call) {
    const request = bodyOf(call)
    const { source, accountType, singleUse } = instrumentOf(call, objectAt(request, 'source'), 'source')
    const record = makeSecureToken(call, {
      processingTerminalId: String(call.path.processingTerminalId),
      secureTokenId: textAt(request, 'secureTokenId'),
      source,
      accountType,
      request,
    })
    spend(call, singleUse)
    const id = pathSegment(record.secureTokenId)
    return {
      status: 201,
      headers: { location: call.links.href(`${call.target.split('?', 1)[0]}/${id}`) },
      body: record.shown,
    }
  },
  listSecureTokens(call) {
    const all = call.state
      .of(SECURE_TOKENS)
      .values()
      .filter((record) => passes(call, record))
    const listed = call.faults.isOn(tokenListOmitsCreated) ? all.slice(0, -1) : all
    return { status: 200, body: pageOf(call, listed, ({ secureTokenId }) => secureTokenId, shownWithAccount) }
  },
  getSecureToken: (call) => ({ status: 200, body: shownWithAccount(recordOf(call)) }),
  updateSecureToken(call) {
    const record = recordOf(call)
    const shown = patched(record.shown, asShown(call.body), { fixed: FIXED })
    refuseUndescribed(call, shown)
    return call.faults.isOn(tokenPatchLost) ? { status: 200, body: shown } : saved(call, { ...record, shown })
  },
  deleteSecureToken(call) {
    saved(call, { ...recordOf(call), isDeleted: true })
    return { status: 204 }
  },
  accountUpdate(call) {
    const record = recordOf(call)
    const singleUse = singleUseToken(call, String(bodyOf(call).token), 'token')
    spend(call, singleUse)
    const { source, accountType } = singleUse
    return saved(call, {
      ...record,
      ...(accountType !== undefined && { accountType }),
      shown: { ...record.shown, source },
    })
  },
}
