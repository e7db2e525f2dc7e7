/** A stretch of text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A stretch of text and what writes its replacement, which must be as long. */
export interface Edit extends Span {
  readonly mask: (text: string) => string
}

/** The text with every stretch replaced; where two overlap, the second begins where the first ends. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text
  const parts: string[] = []
  let position = 0
  for (const { start, end, mask } of edits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const from = Math.max(start, position)
    if (end <= from) continue
    parts.push(text.slice(position, from), mask(text.slice(from, end)))
    position = end
  }
  return parts.join('') + text.slice(position)
}
