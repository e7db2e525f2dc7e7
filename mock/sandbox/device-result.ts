import type { JsonObject } from '../../core/json.ts'
import { cardOf } from './card.ts'
import { objectAt, picked, textAt } from './members.ts'
import { DECLINED, moneyOutcome } from './money-outcome.ts'
import { makePayment } from './payment.ts'
import { makeRefund } from './refund.ts'
import { makeSecureToken, tokenSummary } from './secure-token.ts'
import type { InstructionRecord } from './state/instructions.ts'
import { SECURE_TOKENS, tokenKey } from './state/secure-tokens.ts'
import { SIGNATURES } from './state/signatures.ts'
import { tokenSource } from './token-source.ts'
import type { World } from './world.ts'

/** A white dot: the smallest picture that there is of a signature. */
const SIGNATURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg=='

/** Makes what a device's work results in, and returns the id of that. */
export function recordDeviceResult(world: World, { kind, request }: InstructionRecord, isDeclined: boolean): string {
  switch (kind) {
    case 'payment':
      return recordDevicePayment(world, request, isDeclined)
    case 'refund': {
      const parts = { request, method: methodOf(request), card: deviceCard(request) }
      return makeRefund(world, isDeclined ? { ...parts, outcome: DECLINED } : parts).refundId
    }
    case 'signature':
      return recordSignature(world, request)
  }
}

function recordDevicePayment(world: World, request: JsonObject, isDeclined: boolean): string {
  const outcome = isDeclined ? DECLINED : moneyOutcome(Number(objectAt(request, 'order').amount))
  const token = newToken(world, request)
  return makePayment(world, {
    request,
    method: methodOf(request),
    card: deviceCard(request),
    outcome,
    isOnDevice: true,
    ...(token !== undefined && { secureToken: token }),
  }).paymentId
}

/** The device has answered long before: an id that is taken by now gets no second token. */
function newToken(world: World, request: JsonObject): JsonObject | undefined {
  const wish = objectAt(request, 'credentialOnFile')
  if (wish.tokenize !== true) return undefined
  const processingTerminalId = String(request.processingTerminalId)
  const secureTokenId = textAt(wish, 'secureTokenId')
  const known =
    secureTokenId === undefined
      ? undefined
      : world.state.of(SECURE_TOKENS).get(tokenKey(processingTerminalId, secureTokenId))
  if (known !== undefined) return known.isDeleted ? undefined : tokenSummary(world, known)
  const source = tokenSource(methodOf(request), objectAt(request, 'customer'))
  const made = { ...request, ...picked(wish, ['mitAgreement']) }
  const parts = { processingTerminalId, secureTokenId, source, accountType: undefined, request: made }
  return tokenSummary(world, makeSecureToken(world, parts))
}

/** What the customer presents, in the words of a payment method: a test card in the reader, or one that is typed in. */
function methodOf(request: JsonObject): JsonObject {
  const { entryMethod, ebtDetails } = objectAt(request, 'customizationOptions')
  const isTyped = entryMethod === 'manualEntry'
  return {
    type: 'card',
    cardDetails: { entryMethod: isTyped ? 'keyed' : 'icc', ...(ebtDetails !== undefined && { ebtDetails }) },
  }
}

function deviceCard(request: JsonObject) {
  return cardOf(methodOf(request))
}

function recordSignature(world: World, { processingTerminalId }: JsonObject): string {
  const signatureId = world.ids.code('signature')
  const shown = {
    signatureId,
    processingTerminalId: processingTerminalId ?? '',
    createdOn: world.clock.iso().slice(0, 10),
    contentType: 'image/png',
    signature: SIGNATURE,
  }
  world.state.of(SIGNATURES).set(signatureId, { signatureId, shown })
  return signatureId
}
