import type { Redaction, SecretKind } from '../core/exchange.ts'
import type { FindingDraft } from '../core/finding.ts'
import { isJsonObject } from '../core/json.ts'
import { tokensOf, valueAt } from '../core/json-pointer.ts'
import type { MediaType } from '../spec/model.ts'
import { answerOf } from './answer.ts'
import type { Check, Judged } from './check.ts'
import { shapeAt, shapeOf, type Shape } from './documented-members.ts'
import { responseBodyOf } from './response-body.ts'
import { validatorFor } from './schema-validator.ts'

/**
 * PCI DSS 4.0 §3.3 and §3.4: card numbers are masked when shown, security codes and track data never come back; and no
 * server repeats the credentials it was sent, nor a secret or an account number that the contract shows masked. The recording has replaced the values already and says where they were,
 * so this check never sees one. Silent where the contract itself describes such a value for the member without a word
 * of masking: then it is what was promised, for better or worse.
 */
export const noSensitiveDataInResponse: Check = {
  code: 'no-sensitive-data-in-response',
  severity: 'error',
  faults: [],
  requirements: ['PCI DSS 4.0 §3.3', 'PCI DSS 4.0 §3.4', 'CWE-200'],
  describe: 'No response holds a full card number, a security code, track data, or the credentials of the request.',
  lookAt:
    'Where the answer is built, to mask the value there, and then the logs for the same value; on a real server this is an incident.',
  judge(judged) {
    const { redactions, echoedSecrets } = judged.exchange
    if (judged.exchange.outcome.kind !== 'response') return []
    const leaks = redactions.length === 0 ? [] : redactions.filter((redaction) => isLeak(redaction, judged))
    const drafts = new Map(leaks.map((leak) => [keyOf(leak), draftOf(leak.kind, leak, judged)]))
    // What is repeated in a place that was not recorded as such is a leak all the same.
    for (const kind of echoedSecrets) {
      const isPlaced = redactions.some((redaction) => redaction.kind === kind && isInResponse(redaction))
      if (CREDENTIALS.has(kind) && !isPlaced) drafts.set(kind, draftOf(kind, undefined, judged))
    }
    return [...drafts.values()]
  },
}

/** Pointers into the body at which this check has something to say. */
export function leaksInBody(judged: Judged): readonly string[] {
  return judged.exchange.redactions.flatMap((redaction) =>
    redaction.at.part === 'response-body' && isLeak(redaction, judged) ? [redaction.at.pointer] : [],
  )
}

const CREDENTIALS = new Set<SecretKind>(['access-token', 'api-key'])

const NAMES: Partial<Record<SecretKind, string>> = {
  'card-number': 'a full card number',
  'card-security-code': 'a card security code',
  'track-data': 'track data of a card',
  credential: 'the whole secret of the request',
  'account-number': 'the whole account number of the request',
  'access-token': "the request's access token",
  'api-key': "the request's API key",
}

function isInResponse({ at }: Redaction): boolean {
  return at.part === 'response-body' || at.part === 'response-header'
}

function isLeak(redaction: Redaction, judged: Judged): boolean {
  const { kind, at } = redaction
  if (!isInResponse(redaction)) return false
  const isEchoed = judged.exchange.echoedSecrets.includes(kind)
  if (CREDENTIALS.has(kind)) return isEchoed && (at.part === 'response-header' || !isDescribed(at, judged))
  if (at.part !== 'response-body') return false
  const { pointer } = at
  if (kind === 'card-number') {
    if (!looksFull(pointer, judged) || !(isEchoed || namesACard(pointer))) return false
    return (isEchoed && isQuoted(pointer, judged)) || !isPromised(pointer, judged)
  }
  if (kind === 'card-security-code') return isCode(pointer, judged) && !isPromised(pointer, judged)
  if (kind === 'track-data') return !isPromised(pointer, judged)
  return isEchoed && isUnmasked(kind, pointer, judged)
}

/** Whether a secret of the request comes back whole where the contract shows, or says of a secret, that it is masked. */
function isUnmasked(kind: SecretKind, pointer: string, judged: Judged): boolean {
  if (!SHOWN_MASKED.has(kind) || (textAt(pointer, judged.exchange) ?? '*').includes('*')) return false
  const found = described(pointer, judged)
  if (found === undefined) return false
  if (found.media.examples.some(({ value }) => String(valueAt(value, pointer)).includes('**'))) return true
  // How a number is masked where no example shows it may leave all of it: of zeros, zeros.
  const isSaid = found.shape.all.some(({ description }) => /\bmask/i.test(String(description ?? '')))
  return kind === 'credential' && isSaid
}

/** What servers show in a masked form, if at all. */
const SHOWN_MASKED = new Set<SecretKind>(['credential', 'account-number'])

/** Whether the recorded form, whose mask keeps character classes, still has the digits of a whole card number. */
function looksFull(pointer: string, { exchange }: Judged): boolean {
  const text = textAt(pointer, exchange)
  return text === undefined || /\d(?:[ -]?\d){11,}/.test(text)
}

/** Whether the number of a card that was sent as such stands within a text: no contract means that by a message. */
function isQuoted(pointer: string, { exchange }: Judged): boolean {
  const isText = /[A-Za-z]/.test(textAt(pointer, exchange) ?? '')
  return (
    isText &&
    exchange.redactions.some(
      ({ kind, at }) => kind === 'card-number' && at.part === 'request-body' && namesACard(at.pointer),
    )
  )
}

function isCode(pointer: string, { exchange }: Judged): boolean {
  return /^\d{3,4}$/.test(textAt(pointer, exchange) ?? '')
}

function textAt(pointer: string, exchange: Judged['exchange']): string | undefined {
  const body = responseBodyOf(exchange)
  const value = body.kind === 'json' ? valueAt(body.value, pointer) : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** A number that only passes the card checksum may be any number; one in a member of this name is a card's. */
function namesACard(pointer: string): boolean {
  const name = (tokensOf(pointer).at(-1) ?? '').toLowerCase().replace(/[^a-z]/g, '')
  return /cardnumber|cardno$|^pan$|cardpan|primaryaccountnumber|ccnumber|accountnumber$/.test(name)
}

const MENTIONS_MASKING = /\bmask|truncat|obfuscat|redact|first (?:six|6)|last (?:four|4)|\*{2,}|\\\*|[xX•]{4,}/i

/** Whether the contract describes the member, and nothing in the description says that it is masked. */
function isPromised(pointer: string, judged: Judged): boolean {
  const found = described(pointer, judged)
  if (found === undefined) return false
  if (found.media.examples.some(({ value }) => isFull(valueAt(value, pointer)))) return true
  return !found.shape.all.some((schema) => {
    const { description, pattern, title, example, examples } = schema
    return [description, pattern, title, example, ...(Array.isArray(examples) ? examples : [])].some(
      (text) => typeof text === 'string' && MENTIONS_MASKING.test(text),
    )
  })
}

function isFull(value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'number') && /^\d(?:[ -]?\d){11,18}$/.test(String(value))
}

/** A credential in a member that the contract describes is what the operation is for (a token endpoint). */
function isDescribed(at: Redaction['at'], judged: Judged): boolean {
  return at.part === 'response-body' && described(at.pointer, judged) !== undefined
}

function described(pointer: string, judged: Judged): { readonly media: MediaType; readonly shape: Shape } | undefined {
  const answer = answerOf(judged)
  if (answer.kind !== 'documented' || answer.content.kind !== 'documented') return undefined
  const { media } = answer.content
  if (media.schema === undefined) return undefined
  const shape = shapeAt(shapeOf(validatorFor(judged.contract, media.schema, 'response').view), pointer)
  const isNamed = shape !== undefined && tokensOf(pointer).length > 0
  return isNamed && shape.all.some((schema) => isJsonObject(schema)) ? { media, shape } : undefined
}

function keyOf({ kind, at }: Redaction): string {
  const place = at.part === 'response-body' ? at.pointer.replace(/\/\d+(?=\/|$)/g, '/*') : at.part
  return `${kind} ${place}`
}

function draftOf(kind: SecretKind, leak: Redaction | undefined, { operation }: Judged): FindingDraft {
  const what = NAMES[kind] ?? kind
  const at = leak?.at
  const payload =
    at?.part === 'response-body' ? at.pointer : at?.part === 'response-header' ? `header: ${at.name}` : undefined
  const place = payload === undefined ? 'the response' : payload === '' ? 'the body' : payload
  return {
    key: leak === undefined ? kind : keyOf(leak),
    title: `The response holds ${what}`,
    message: `At ${place} the server returns ${what}, which must never leave it.`,
    expected: 'the value masked or left out',
    actual: what,
    document: `${operation.pointer}/responses`,
    ...(payload === undefined ? {} : { payload }),
  }
}
