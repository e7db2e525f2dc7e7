import type { Json } from '../../core/json.ts'

/**
 * Whether a value that was read can be what was sent. Servers rightly normalise: case, white space, punctuation, Unicode
 * forms, the form of a date, decimals, a number as text, a masked or shortened text. Only what none of this explains is
 * another value; so is a value of another type, which is for the schema to judge.
 */
export function canBeSame(sent: Json, read: Json): boolean {
  if (sent === null || read === null) return true
  if (typeof sent === 'boolean' || typeof read === 'boolean') return typeof sent !== typeof read || sent === read
  if (Array.isArray(sent) || Array.isArray(read)) return canBeSameList(sent, read)
  if (typeof sent === 'object' || typeof read === 'object') return true
  if (typeof sent === 'string' && typeof read === 'string') return canBeSameText(sent, read)
  return canBeSameNumber(Number(sent), Number(read))
}

/** Lists as sets: order and repetitions are often not kept. Only lists of scalars are compared. */
function canBeSameList(sent: Json, read: Json): boolean {
  if (!Array.isArray(sent) || !Array.isArray(read)) return true
  const items: readonly Json[] = read
  if ([...sent, ...items].some((item: Json) => typeof item === 'object')) return true
  return sent.every((item: Json) => items.some((candidate) => canBeSame(item, candidate)))
}

function canBeSameNumber(sent: number, read: number): boolean {
  if (Number.isNaN(sent) || Number.isNaN(read)) return true
  if (Math.abs(sent - read) <= 1e-9 * Math.max(Math.abs(sent), Math.abs(read))) return true
  const decimals = /\.(\d+)$/.exec(String(read))?.[1]?.length ?? 0
  const hasFraction = !Number.isInteger(sent)
  return hasFraction && decimals < 10 && Math.abs(sent - read) < 10 ** -decimals
}

function canBeSameText(sent: string, read: string): boolean {
  if (sent === read || isMask(read)) return true
  if (MOMENT.test(sent) && MOMENT.test(read)) return canBeSameMoment(sent, read)
  const left = plain(sent)
  const right = plain(read)
  // Nothing left to tell by, or one of them shortened or decorated.
  if (left === '' || right === '') return true
  return left.includes(right) || right.includes(left)
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/

const DAY = 86_400_000

/** A date without a time, or without a zone, is the same within a day. */
function canBeSameMoment(sent: string, read: string): boolean {
  const distance = Math.abs(Date.parse(sent.slice(0, 19)) - Date.parse(read.slice(0, 19)))
  return Number.isNaN(distance) || distance <= DAY
}

function isMask(text: string): boolean {
  return /[*•●]{2}|x{4}/i.test(text)
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
