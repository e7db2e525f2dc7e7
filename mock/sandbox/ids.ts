import { createHash } from 'node:crypto'

/** New ids that follow from the seed and from how many were asked for: the same calls get the same ids. */
export interface Ids {
  /** Upper-case letters and digits, as payments and refunds have: `M2MJOG6O2Y`. */
  code(kind: string, length?: number): string
  /** Lower-case hexadecimal digits, as instructions have. */
  hex(kind: string, length?: number): string
  /** Decimal digits. */
  digits(kind: string, length: number): string
  uuid(kind: string): string
  /** The next number of a kind, upwards from `first`. */
  number(kind: string, first?: number): number
  /** How many of each kind were given out; to be saved with the state. */
  counters(): Readonly<Record<string, number>>
}

export function createIds(seed: number, given: Readonly<Record<string, number>> = {}): Ids {
  const counts = new Map(Object.entries(given))
  const count = (kind: string): number => {
    const next = (counts.get(kind) ?? 0) + 1
    counts.set(kind, next)
    return next
  }
  const bytes = (kind: string): Buffer =>
    createHash('sha512')
      .update(`${seed} ${kind} ${count(kind)}`)
      .digest()
  const letters = (kind: string, length: number, alphabet: string): string => {
    const source = bytes(kind)
    return Array.from({ length }, (_, i) => alphabet[(source[i % source.length] as number) % alphabet.length]).join('')
  }
  return {
    code: (kind, length = 10) => letters(kind, length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
    hex: (kind, length = 32) => letters(kind, length, '0123456789abcdef'),
    digits: (kind, length) => letters(kind, length, '0123456789'),
    uuid(kind) {
      const hex = [...letters(kind, 32, '0123456789abcdef')]
      hex[12] = '4'
      hex[16] = '89ab'[Number.parseInt(hex[16] as string, 16) % 4] as string
      const text = hex.join('')
      return [8, 12, 16, 20, 32].map((end, i) => text.slice([0, 8, 12, 16, 20][i], end)).join('-')
    },
    number: (kind, first = 100_001) => first + count(kind) - 1,
    counters: () => Object.fromEntries(counts),
  }
}
