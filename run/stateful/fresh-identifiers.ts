import { isJsonObject, type Json } from '../../core/json.ts'
import { child, tokensOf } from '../../core/json-pointer.ts'
import { deriveSeed } from '../../core/seed.ts'

/** A text that identifies somebody or something, and another of the same form. */
export interface FreshIdentifier {
  readonly pointer: string
  readonly value: string
}

/** What servers let only one resource have: a tax ID, a login, what stands in a list of identifiers. */
const IDENTIFYING = /(?:id|ids|identifiers?|tax|ssn|ein|e-?mail|username|login|handle|registration|serial|reference)$/i

/** Names that say nothing without what holds them: `identifiers/0/value`. */
const BARE = /^(?:value|number|text|\d+)$/

const DEEPEST = 8

/** Fewer digits tell too few apart. */
const FEWEST_DIGITS = 4

/**
 * The texts of a body by which a server may take a resource for one that it has already, each with other digits in the
 * places of its digits.
 *
 * @param isForeign whether a place holds the id of another resource
 */
export function freshIdentifiers(
  body: Json,
  seed: number,
  isForeign: (pointer: string) => boolean,
): readonly FreshIdentifier[] {
  const found: FreshIdentifier[] = []
  const walk = (value: Json, pointer: string, depth: number): void => {
    if (depth > DEEPEST) return
    if (Array.isArray(value))
      for (const [i, item] of (value as Json[]).entries()) walk(item, child(pointer, i), depth + 1)
    else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) walk(member, child(pointer, name), depth + 1)
    } else if (typeof value === 'string' && isIdentifying(pointer) && !isForeign(pointer)) {
      const digits = value.replaceAll(/\D/g, '').length
      if (digits >= FEWEST_DIGITS) found.push({ pointer, value: otherDigits(value, deriveSeed(seed, pointer)) })
    }
  }
  walk(body, '', 0)
  return found
}

function isIdentifying(pointer: string): boolean {
  const name = tokensOf(pointer).findLast((token) => !BARE.test(token))
  return name !== undefined && IDENTIFYING.test(name)
}

/** Never a leading zero: a server may read it as a number. */
function otherDigits(text: string, seed: number): string {
  let count = 0
  return text.replaceAll(/\d/g, () => {
    const nth = count++
    const drawn = deriveSeed(seed, nth)
    return String(nth === 0 ? 1 + (drawn % 9) : drawn % 10)
  })
}
