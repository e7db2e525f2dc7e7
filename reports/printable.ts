/**
 * What a terminal, or a reader, must not get from a server: C0 and C1 control characters, DEL, line and paragraph
 * separators, marks that reorder text (a body could show `safe` where `fase` was sent), tag characters, and halves
 * of surrogate pairs. Tab and newline are handled by the caller.
 */
const UNSAFE =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF]|[\u{E0000}-\u{E007F}]|\p{Surrogate}/gu

/** Whether text holds a character that {@link printable} would replace. */
export function isPrintable(text: string): boolean {
  return text.search(UNSAFE) === -1
}

/** Text of any origin made harmless for a terminal: unsafe characters become `\u001b` escapes; newlines and tabs stay. */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(UNSAFE, escapeOf)
}

/** The same on one line: newlines and tabs are escaped too. */
export function printableLine(text: string): string {
  return printable(text).replace(/[\n\t]/g, (character) => (character === '\n' ? '\\n' : '\\t'))
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
}
