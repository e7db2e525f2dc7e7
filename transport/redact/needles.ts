import type { SecretKind } from '../../core/exchange.ts'
import type { KnownSecret } from './hit.ts'

/** A known secret in one of the forms it may be written in. */
interface Needle {
  readonly kind: SecretKind
  readonly value: string
  readonly form: string
  /** Digits alone may be part of a longer number, which is then another one. */
  readonly isNumber: boolean
}

/** Known secrets, ready to be searched for: as they are, JSON-escaped, URL-encoded and in base64. */
export interface Needles {
  findIn(text: string): readonly NeedleSpan[]
}

export interface NeedleSpan extends KnownSecret {
  readonly start: number
  readonly end: number
}

/** Shorter values would be found in any text, and are left to the names under which they stand. */
const SHORTEST = 4

const NOTHING: readonly NeedleSpan[] = []

export function createNeedles(secrets: readonly KnownSecret[]): Needles {
  const needles = secrets.filter(({ value }) => value.length >= SHORTEST).flatMap(formsOf)
  if (needles.length === 0) return { findIn: () => NOTHING }
  return {
    findIn: (text) => {
      let spans: NeedleSpan[] | undefined
      for (const needle of needles) {
        for (let at = text.indexOf(needle.form); at >= 0; at = text.indexOf(needle.form, at + 1)) {
          const end = at + needle.form.length
          if (needle.isNumber && (isInNumber(text, at) || isDigit(text, end))) continue
          spans ??= []
          spans.push({ kind: needle.kind, value: needle.value, start: at, end })
        }
      }
      return spans ?? NOTHING
    },
  }
}

function formsOf({ kind, value }: KnownSecret): readonly Needle[] {
  const wellFormed = value.toWellFormed()
  const encoded = encodeURIComponent(wellFormed)
  const strict = encoded.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  const percent = [encoded, strict].flatMap((text) => [
    text,
    text.replace(/%[\dA-F]{2}/g, (part) => part.toLowerCase()),
  ])
  const forms = new Set([
    value,
    JSON.stringify(value).slice(1, -1),
    ...percent,
    ...percent.map((text) => text.replaceAll('%20', '+')),
    ...base64Cores(wellFormed),
  ])
  return [...forms].map((form) => ({ kind, value, form, isNumber: /^\d+$/.test(form) }))
}

/** What every base64 text contains that has the value at any place of what it encodes. */
function base64Cores(value: string): readonly string[] {
  const cores: string[] = []
  for (let lead = 0; lead < 3; lead++) {
    const bytes = Buffer.concat([Buffer.alloc(lead), Buffer.from(value)])
    const whole = bytes.toString('base64').replace(/=+$/, '')
    const core = whole.slice(lead === 0 ? 0 : lead + 1, bytes.length % 3 === 0 ? undefined : -1)
    if (core.length >= SHORTEST_CORE) cores.push(core, core.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return cores
}

const SHORTEST_CORE = 5

/** Whether a digit stands before this place that is not the end of an encoded character (`%20`). */
function isInNumber(text: string, at: number): boolean {
  return isDigit(text, at - 1) && !/%[\dA-Fa-f]{2}$/.test(text.slice(Math.max(0, at - 3), at))
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}
