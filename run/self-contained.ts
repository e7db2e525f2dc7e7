import type { Exchange } from '../core/exchange.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import type { Fact } from '../generators/shown-facts.ts'

/** Last words of names whose texts mean something that a server may not know. */
const REFERS =
  /(?:ids?|guid|key|tokens?|codes?|ref|refs|reference|numbers?|no|sku|slug|handle|coupon|promo|promotion|voucher|parent|owner|assignee|user|username|login|account|customer|member|template|plan|product|item|currency|country|state|province|locale|language|time_?zone|region|cursor|after|before|starting|ending|signature|hash|nonce|url|uri|link|email|domain|host|iban|bic|swift|bin|tax|vat|phone|fax|mobile|password|secret|pin|cavv|cryptogram|filter|query|search|expression|where|version|etag)$/i

/** Texts that are checked against something beyond their form: dates, addresses of mail and web, codes in capitals. */
const CHECKED = /^\d{4}-\d\d-\d\d|^\d\d:\d\d|@|:\/\/|^[A-Z0-9_-]+$|^[A-Za-z0-9+/_-]{24,}={0,2}$/

/**
 * Whether a server can judge every such value by itself: numbers, truth values, listed values and plain texts, and what
 * is made of them. What may name something that the server does not know, or has to fit the calendar, may be refused.
 */
export function isSelfContained(fact: Fact, value: Json | undefined): boolean {
  const name = fact.place.pointer === '' ? fact.place.name : (fact.place.pointer.split('/').at(-1) ?? '')
  if (fact.parts.some((part) => Array.isArray(part['enum']))) return true
  return value !== undefined && isPlain(value, name, tagsOf(fact))
}

/** Members that only tell branches apart: whatever their name, their value refers to nothing. */
function tagsOf({ kind, value }: Fact): ReadonlySet<string> {
  return new Set(kind === 'branch' && isJsonObject(value) ? ['type', 'kind', 'method', 'mode'] : [])
}

function isPlain(value: Json, name: string, tags: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).every((item) => isPlain(item, name, tags))
  if (isJsonObject(value)) return Object.entries(value).every(([key, held]) => isPlain(held, key, tags))
  if (tags.has(name) || typeof value === 'boolean' || value === null) return true
  if (REFERS.test(name)) return false
  return typeof value !== 'string' || !CHECKED.test(value) || /^\d+\.\d+$/.test(value)
}

const KNOWS_IT_NOT =
  /\b(?:not|never|n't|no longer)\s+(?:\w+\s+)?(?:supported|recogni[sz]ed|expected|implemented|a known|a valid (?:type|kind))\b|\bunsupported\b|\bunexpected\b|\bunrecogni[sz]ed\b|\badditional propert|\bunknown (?:member|property|field|parameter|key|type|kind|variant)\b/i

/** Whether the server says that it does not know the part as such: then it refuses no value of it in particular. */
export function saysUnknownPart(exchange: Exchange): boolean {
  return KNOWS_IT_NOT.test(textOf(exchange))
}

const BY_AGREEMENT =
  /\b(?:merchant|account|plan|subscription|subscribed|enabled|activated|feature|permission|permitted|licen[cs]e|tenant|agreement)\b/i

/** Whether the server explains its refusal by what it has agreed with this client. */
export function saysByAgreement(exchange: Exchange): boolean {
  return BY_AGREEMENT.test(textOf(exchange))
}

function textOf({ outcome }: Exchange): string {
  return outcome.kind === 'response' && outcome.body?.encoding === 'text' ? outcome.body.content : ''
}
