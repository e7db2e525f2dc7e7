import type { DocumentPlace } from '../../core/finding.ts'
import { html, LINE_END, type Markup } from './markup.ts'

/** The contract's lines around a place, the place's own line marked. */
export function excerptView({ excerpt, line }: DocumentPlace): Markup {
  if (excerpt === undefined) return html`<p class="quiet">The text of the document was not at hand.</p>`
  const width = String(excerpt.firstLine + excerpt.lines.length).length
  const indent = commonIndent(excerpt.lines)
  const lines = excerpt.lines.map((text, index) => {
    const number = excerpt.firstLine + index
    const numbered = html`<span class="number">${String(number).padStart(width)}</span> ${text.slice(indent)}`
    return number === line ? html`<mark>${numbered}</mark>${LINE_END}` : html`${numbered}${LINE_END}`
  })
  return html`<pre>${lines}</pre>`
}

/** Deep places of a document begin far to the right. */
function commonIndent(lines: readonly string[]): number {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  return indents.length === 0 ? 0 : Math.min(...indents)
}
