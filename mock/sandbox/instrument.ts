import type { JsonObject } from '../../core/json.ts'
import { isBankAccount, shownBankAccount } from './bank-account.ts'
import type { Call } from './call.ts'
import { type Card, cardOf } from './card.ts'
import { singleUseTokenUsedTwice } from './faults/token.ts'
import { bodyOf, objectAt, picked, textAt } from './members.ts'
import { refuseValue } from './problem.ts'
import { makeSecureToken, tokenByNumber } from './secure-token.ts'
import type { SecureTokenRecord } from './state/secure-tokens.ts'
import { SINGLE_USE_TOKENS, type SingleUseTokenRecord } from './state/single-use-tokens.ts'
import { cardOfSource, tokenSource } from './token-source.ts'

/** What a client pays with, tokens already followed to what they stand for. */
export interface Instrument {
  readonly source: JsonObject
  readonly accountType: string | undefined
  /** The token that was used, if it was one that is kept. */
  readonly secureToken: SecureTokenRecord | undefined
  /** The token that is used up by a success, see {@link spend}. */
  readonly singleUse: SingleUseTokenRecord | undefined
}

/**
 * Follows a payment method to its card or account. Payroc documents: a deleted secure token cannot be used, and a
 * single-use token lives for 30 minutes and can be used once.
 *
 * @param at - name of the member that holds the method, for problems
 */
export function instrumentOf(call: Call, method: JsonObject, at: string): Instrument {
  const accountType = textAt(method, 'accountType')
  switch (method.type) {
    case 'secureToken': {
      const secureToken = tokenByNumber(call, String(method.token))
      if (secureToken === undefined) return refuseValue(`${at}.token`, 'There is no such secure token')
      const source = objectAt(secureToken.shown, 'source')
      return { source, accountType: accountType ?? secureToken.accountType, secureToken, singleUse: undefined }
    }
    case 'singleUseToken': {
      const singleUse = singleUseToken(call, String(method.token), `${at}.token`)
      const { source } = singleUse
      return { source, accountType: accountType ?? singleUse.accountType, secureToken: undefined, singleUse }
    }
    default: {
      const source = tokenSource(method, objectAt(call.body, 'customer'))
      return { source, accountType, secureToken: undefined, singleUse: undefined }
    }
  }
}

/** A single-use token that can still be used. */
export function singleUseToken({ state, clock, faults }: Call, token: string, at: string): SingleUseTokenRecord {
  const record = state.of(SINGLE_USE_TOKENS).get(token)
  if (record === undefined) return refuseValue(at, 'There is no such single-use token')
  if (record.isUsed && !faults.isOn(singleUseTokenUsedTwice))
    return refuseValue(at, 'The single-use token has been used')
  if (record.expiresAt <= clock.now()) return refuseValue(at, 'The single-use token has expired')
  return record
}

/** Uses up a single-use token; to be called once nothing can refuse the request any more. */
export function spend({ state }: Call, record: SingleUseTokenRecord | undefined): void {
  if (record !== undefined) state.of(SINGLE_USE_TOKENS).set(record.token, { ...record, isUsed: true })
}

/** The card that a method leads to; refused where it is a bank account. */
export function cardToCharge(method: JsonObject, { source }: Instrument, at: string): Card {
  if (isBankAccount(source)) return refuseValue(`${at}.token`, 'The token stands for a bank account, not for a card')
  return method.type === 'card' || method.type === 'digitalWallet' ? cardOf(method) : cardOfSource(source)
}

/** The bank account that a method leads to, as payments show it; refused where it is a card. */
export function accountToDebit(method: JsonObject, { source }: Instrument, at: string): JsonObject {
  if (!isBankAccount(source)) return refuseValue(`${at}.token`, 'The token stands for a card, not for a bank account')
  return shownBankAccount(isBankAccount(method) ? method : source, method)
}

/** The token that comes with a payment: the one it was paid with, or a new one where the client asks for one. */
export function tokenOfPayment(
  call: Call,
  { source, accountType, secureToken }: Instrument,
): SecureTokenRecord | undefined {
  const request = bodyOf(call)
  const wish = objectAt(request, 'credentialOnFile')
  if (wish.tokenize !== true || secureToken !== undefined) return secureToken
  return makeSecureToken(call, {
    processingTerminalId: String(request.processingTerminalId),
    secureTokenId: textAt(wish, 'secureTokenId'),
    source,
    accountType,
    request: { ...request, ...picked(wish, ['mitAgreement']) },
  })
}
