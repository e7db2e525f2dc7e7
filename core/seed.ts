/**
 * Seeds are derived, never shared: the seed of a case comes from the run seed and the case's names alone, so that
 * adding an operation or narrowing a run does not reshuffle what the others send.
 *
 * @returns an unsigned 32-bit integer (FNV-1a with a final avalanche)
 */
export function deriveSeed(seed: number, ...names: readonly (string | number)[]): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  const text = names.join('\u0000')
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b) >>> 0
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35) >>> 0
  hash ^= hash >>> 16
  return hash >>> 0
}
