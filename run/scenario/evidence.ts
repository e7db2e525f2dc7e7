import { isJsonObject, type Json } from '../../core/json.ts'
import { findCardNumbers } from '../../transport/redact/card-number.ts'

/** Evidence is taken from answers as they were, so what must not be written is struck out: all but the ends of a card number. */
export function withoutCardNumbers(value: Json): Json {
  if (typeof value === 'string') return masked(value)
  if (typeof value === 'number') {
    const text = String(value)
    const shown = masked(text)
    return shown === text ? value : shown
  }
  if (Array.isArray(value)) return value.map(withoutCardNumbers)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [masked(name), withoutCardNumbers(member)]))
}

const SHOWN = 4

function masked(text: string): string {
  let shown = text
  for (const { start, end } of findCardNumbers(text)) {
    const hidden = text.slice(start, end - SHOWN).replaceAll(/\d/g, '*')
    shown = shown.slice(0, start) + hidden + shown.slice(end - SHOWN)
  }
  return shown
}
