import { printable, printableLine } from './printable.ts'

/** Text of any origin as one line of Markdown that shows just these characters: no markup, links, images or HTML. */
export function markdownText(text: string): string {
  return (
    printableLine(text)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\\`*_{}[\]()#+!|~]/g, String.raw`\$&`)
      // GitHub makes links of names and addresses by themselves; a line may not begin as a list.
      .replaceAll('@', '&#64;')
      .replace(/^([-=]|\d+\.)/, String.raw`\$1`)
      .replaceAll(/\b(https?):\/\//gi, '$1&#58;//')
  )
}

/** Text as inline code; a table cell keeps it whole. */
export function markdownCode(text: string): string {
  const shown = printableLine(text).replaceAll('|', String.raw`\|`)
  const fence = '`'.repeat(longestRun(shown) + 1)
  const space = shown.startsWith('`') || shown.endsWith('`') || shown === '' ? ' ' : ''
  return `${fence}${space}${shown}${space}${fence}`
}

/** Text as a block of code, with a fence that nothing in it closes. */
export function markdownBlock(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}${language}\n${printable(text)}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
}
