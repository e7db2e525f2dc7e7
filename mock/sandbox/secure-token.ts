import type { JsonObject } from '../../core/json.ts'
import { shownCustomer } from './customer.ts'
import { textAt, picked } from './members.ts'
import { pathSegment } from './link.ts'
import { refuse } from './problem.ts'
import { SECURE_TOKENS, type SecureTokenRecord, tokenKey } from './state/secure-tokens.ts'
import type { World } from './world.ts'

/** What a secure token is made from. */
export interface SecureTokenParts {
  readonly processingTerminalId: string
  /** Chosen by the client; the gateway makes one where it was left out. */
  readonly secureTokenId: string | undefined
  /** As {@link tokenSource} shows it. */
  readonly source: JsonObject
  readonly accountType: string | undefined
  /** What else the request says: customer, agreement, custom fields. */
  readonly request: JsonObject
}

/** Makes a secure token. Payroc documents: an id that is or was in use is refused with 409. */
export function makeSecureToken(world: World, parts: SecureTokenParts): SecureTokenRecord {
  const { processingTerminalId, source, accountType, request } = parts
  const tokens = world.state.of(SECURE_TOKENS)
  const secureTokenId = parts.secureTokenId ?? `MREF_${world.ids.uuid('secure-token')}`
  const key = tokenKey(processingTerminalId, secureTokenId)
  if (tokens.has(key)) refuse('resource-already-exists', { detail: 'There is or was a secure token with this id' })
  const token = newToken(world)
  const record: SecureTokenRecord = {
    secureTokenId,
    processingTerminalId,
    token,
    ...(accountType !== undefined && { accountType }),
    isDeleted: false,
    shown: {
      secureTokenId,
      processingTerminalId,
      ...picked(request, ['mitAgreement']),
      ...shownCustomer(request.customer),
      source,
      token,
      status: 'notValidated',
      ...picked(request, ['customFields']),
    },
  }
  tokens.set(key, record)
  return record
}

/** Payroc documents: tokens start with 296753, have twelve digits, and pass the Luhn check. */
function newToken({ ids, state }: World): string {
  const taken = new Set(
    state
      .of(SECURE_TOKENS)
      .values()
      .map(({ token }) => token),
  )
  for (;;) {
    const body = `296753${ids.digits('secure-token', 5)}`
    const token = body + checkDigit(body)
    if (!taken.has(token)) return token
  }
}

function checkDigit(body: string): string {
  const sum = [...body].toReversed().reduce((total, text, i) => {
    const digit = Number(text) * (i % 2 === 0 ? 2 : 1)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}

/** A secure token in the words in which payments and subscriptions refer to it. */
export function tokenSummary({ links }: World, record: SecureTokenRecord): JsonObject {
  const { secureTokenId, processingTerminalId, token, shown } = record
  const { source, status } = shown
  const id = pathSegment(secureTokenId)
  return {
    secureTokenId,
    customerName: textAt(source, 'cardholderName') ?? textAt(source, 'nameOnAccount') ?? 'Unknown',
    token,
    status: status ?? 'notValidated',
    link: links.link('self', `/processing-terminals/${pathSegment(processingTerminalId)}/secure-tokens/${id}`),
  }
}

/** The token with this number, unless it was deleted. */
export function tokenByNumber({ state }: World, number: string): SecureTokenRecord | undefined {
  return state
    .of(SECURE_TOKENS)
    .values()
    .find(({ token, isDeleted }) => token === number && !isDeleted)
}
