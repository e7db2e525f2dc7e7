import { escapeUTF8 } from 'entities'
import { printable } from '../printable.ts'

/** HTML that is safe to embed: made by {@link html} only, so that no text gets into a page unescaped. */
export interface Markup {
  readonly markup: string
}

/** What may stand in a template: text is escaped, markup and lists of it are taken as they are. */
export type Content = string | number | Markup | readonly Content[] | undefined

/**
 * A template whose values are escaped, for text and for quoted attributes alike. Characters that hide or reorder
 * text become visible escapes, so that a page shows what a server really sent.
 *
 * @example html`<td title="${note}">${name}</td>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const literals = compact(parts)
  let markup = literals[0] ?? ''
  for (const [index, value] of values.entries()) markup += textOf(value) + (literals[index + 1] ?? '')
  return { markup }
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>()

/** The literals without the indentation of the source: a page repeats them thousands of times. */
function compact(parts: TemplateStringsArray): readonly string[] {
  const known = compacted.get(parts)
  if (known !== undefined) return known
  const made = parts.map((part) => part.replaceAll(/\n +/g, '\n'))
  compacted.set(parts, made)
  return made
}

/** Nothing at all. */
export const NOTHING: Markup = { markup: '' }

/** The end of a line in preformatted text, where a template's own line break is only layout. */
export const LINE_END: Markup = { markup: '\n' }

/** Text of this project's own files (a style sheet, a script); never of a contract or a server. */
export function trusted(markup: string): Markup {
  return { markup }
}

function textOf(value: Content): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return escapeUTF8(printable(value))
  return 'markup' in value ? value.markup : value.map(textOf).join('')
}
