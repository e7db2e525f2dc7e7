/** The lines around a place in a text, numbered, with a caret below the column; both count from 1. */
export function excerptAt(text: string, line: number, column: number, context = 2): string {
  const lines = text.split(/\r\n|\r|\n/, line + context)
  while (lines.length > line && lines.at(-1)?.trim() === '') lines.pop()
  const first = Math.max(1, line - context)
  const width = String(lines.length).length
  // Minified documents are one line of megabytes.
  const shift = column > LONGEST - BEFORE ? column - BEFORE : 0
  const rows: string[] = []
  for (let number = first; number <= lines.length; number++) {
    rows.push(`  ${String(number).padStart(width)} | ${cut(lines[number - 1] ?? '', shift)}`.trimEnd())
    if (number === line) rows.push(`  ${' '.repeat(width)} | ${' '.repeat(column - shift - (shift > 0 ? 0 : 1))}^`)
  }
  return rows.join('\n')
}

const LONGEST = 140

/** How much of a long line is shown before the place. */
const BEFORE = 60

/** The part of a line that is shown, beginning after `shift` characters. */
function cut(line: string, shift: number): string {
  const plain = line.replaceAll('\t', ' ')
  const part = plain.slice(shift, shift + LONGEST)
  return `${shift > 0 && part !== '' ? '…' : ''}${part}${plain.length > shift + LONGEST ? '…' : ''}`
}

/** Line and column (from 1) of an offset in a text. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}
