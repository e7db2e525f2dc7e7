import { isPrintable } from './printable.ts'

/** A piece of text for a shell: literal, or a secret that the shell fills in (`${CARD_NUMBER:-…}`). */
export type ShellPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly expression: string }

/** One word for any POSIX shell: literals in single quotes, variables in double quotes, nothing else expanded. */
export function shellWord(parts: readonly ShellPart[]): string {
  const words = parts.map((part) => (part.kind === 'literal' ? quoted(part.text) : `"${part.expression}"`))
  return words.filter((word) => word !== "''").join('') || "''"
}

/**
 * A `printf` command that writes exactly these bytes: for what cannot be pasted as an argument (control characters,
 * which a terminal acts upon or shells drop) or would be too long for one. Literals stand in the format with the
 * awkward characters in octal; variables are passed as arguments.
 *
 * @param encoding of the bytes outside ASCII; header values are latin1 on the wire
 */
export function printfCommand(parts: readonly ShellPart[], encoding: 'utf8' | 'latin1' = 'utf8'): string {
  const format = parts.map((part) => (part.kind === 'literal' ? formatOf(part.text, encoding) : '%s')).join('')
  const values = parts.flatMap((part) => (part.kind === 'variable' ? [`"${part.expression}"`] : []))
  // A format that begins with a hyphen would be read as an option.
  return ['printf', ...(format.startsWith('-') ? ['--'] : []), quoted(format), ...values].join(' ')
}

function formatOf(text: string, encoding: 'utf8' | 'latin1'): string {
  return Array.from(text, (character) => {
    if (character === '%') return '%%'
    if (character === '\\') return '\\\\'
    if (character === '\n') return '\\n'
    if (isPrintable(character) && !'\t\r!'.includes(character) && (encoding === 'utf8' || character < '\u0080'))
      return character
    const bytes = [...Buffer.from(character, encoding)]
    return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  }).join('')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
