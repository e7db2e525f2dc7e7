/** The plain characters a character is replaced by, by its class, so that `Z9` becomes `A0` and anything else `a`. */
const PLAIN = ['a', '0', 'A', '-'] as const

/** More characters than this are only cut, not simplified one by one. */
const MOST_CHARACTERS = 200

/**
 * Simpler texts for a text, best first: the simplest of all, then shorter ones, then plainer ones. Each is accepted.
 *
 * @param smallest - the plainest text there is, where it is known
 * @param accepts - whether a text is valid
 */
export function* simplerTexts(
  text: string,
  smallest: string | undefined,
  accepts: (text: string) => boolean,
): IterableIterator<string> {
  if (text === smallest) return
  if (smallest !== undefined) yield smallest
  const characters = [...text]
  for (let size = characters.length >> 1; size >= 1; size >>= 1) {
    for (let from = 0; from < characters.length && from / size < MOST_CHARACTERS; from += size) {
      const shorter = characters.toSpliced(from, size).join('')
      if (shorter !== smallest && accepts(shorter)) yield shorter
    }
  }
  if (characters.length > MOST_CHARACTERS) return
  for (const [index, character] of characters.entries()) {
    for (const plain of PLAIN) {
      if (plain === character) break
      const plainer = characters.with(index, plain).join('')
      if (plainer === smallest || !accepts(plainer)) continue
      yield plainer
      break
    }
  }
}
