import type { Random } from 'fast-check'

/** A whole number between two (both included), also where they are further apart than 32 bits. */
export function between(random: Random, least: number, most: number): number {
  if (most <= least) return least
  if (most - least <= 0xffff_ffff) return random.nextInt(least, most)
  return Number(random.nextBigInt(BigInt(least), BigInt(most)))
}

/** True so many times in a hundred. */
export function percent(random: Random, chance: number): boolean {
  return random.nextInt(0, 99) < chance
}

/** One of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  // The index is within the list.
  return list[list.length === 1 ? 0 : random.nextInt(0, list.length - 1)] as T
}

/** The list in random order. */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const copy = [...list]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.nextInt(0, i)
    // Both indexes are within the list.
    ;[copy[i], copy[j]] = [copy[j] as T, copy[i] as T]
  }
  return copy
}
