/** The lines around a place in a text, numbered, with a caret below the column; both count from 1. */
export function excerptAt(text: string, line: number, column: number, context = 2): string {
  const lines = text.split(/\r\n|\r|\n/, line + context)
  const first = Math.max(1, line - context)
  const width = String(Math.min(lines.length, line + context)).length
  const rows: string[] = []
  for (let number = first; number <= Math.min(lines.length, line + context); number++) {
    rows.push(`  ${String(number).padStart(width)} | ${clip(lines[number - 1] ?? '')}`.trimEnd())
    if (number === line) rows.push(`  ${' '.repeat(width)} | ${' '.repeat(Math.min(column, LONGEST) - 1)}^`)
  }
  return rows.join('\n')
}

/** Minified documents are one line of megabytes. */
const LONGEST = 160

function clip(line: string): string {
  const plain = line.replaceAll('\t', ' ')
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)}…`
}

/** Line and column (from 1) of an offset in a text. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  const lines = before.split(/\r\n|\r|\n/)
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}
