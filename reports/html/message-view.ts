import type { HeaderList, NoResponse, RecordedBody, RecordedRequest, RecordedResponse } from '../../core/exchange.ts'
import { jsonLines, type JsonLine } from './json-lines.ts'
import { html, LINE_END, NOTHING, type Markup } from './markup.ts'

/** What a message points at: a JSON pointer into its body, or `header: Location`, `query: limit`. */
export interface MessageOptions {
  readonly place?: string | undefined
  /** Lines of a body that are shown; more around the place. */
  readonly maxLines: number
  /** Without colours: what is there by the hundred must be light. */
  readonly isPlain?: boolean
}

/** Characters of a body that is no JSON. */
const MAX_TEXT = 4000

/** A request as sent: its line, its header fields and its body. */
export function requestView({ method, url, headers, body }: RecordedRequest, options: MessageOptions): Markup {
  const isUrlMeant = /^(?:query|path): /.test(options.place ?? '')
  return html`<div class="start"><b>${method}</b> ${isUrlMeant ? html`<mark>${url}</mark>` : url}</div>
    ${fieldsView(headers, options)}${body === undefined ? NOTHING : bodyView(body, options)}`
}

/** What came of it. */
export function responseView(outcome: RecordedResponse | NoResponse, options: MessageOptions): Markup {
  if (outcome.kind === 'no-response') {
    return html`<div class="start"><mark>no response (${outcome.cause})</mark></div>
      <p>${outcome.message}</p>`
  }
  const { status, headers, body } = outcome
  return html`<div class="start"><b>HTTP</b> ${options.place === 'status' ? html`<mark>${status}</mark>` : status}</div>
    ${fieldsView(headers, options)}${body === undefined ? html`<p class="quiet">no body</p>` : bodyView(body, options)}`
}

function fieldsView(headers: HeaderList, { place, isPlain = false }: MessageOptions): Markup {
  if (isPlain) return html`<pre class="fields">${headers.map(([name, value]) => `${name}: ${value}\n`)}</pre>`
  const wanted = /^header: (?<name>.+)$/.exec(place ?? '')?.groups?.['name']
  const isMeant = (name: string): boolean => name.toLowerCase() === wanted?.toLowerCase()
  const lines = headers.map(([name, value]) =>
    isMeant(name) ? html`<mark><i>${name}</i>: ${value}</mark>${LINE_END}` : html`<i>${name}</i>: ${value}${LINE_END}`,
  )
  const isMissing = wanted !== undefined && !headers.some(([name]) => isMeant(name))
  const missing = isMissing ? html`<mark class="missing"><i>${wanted}</i>: missing</mark>${LINE_END}` : NOTHING
  return lines.length === 0 && !isMissing ? NOTHING : html`<pre class="fields">${lines}${missing}</pre>`
}

function bodyView(body: RecordedBody, { place, maxLines, isPlain = false }: MessageOptions): Markup {
  const { encoding, content, bytes, truncated } = body
  if (encoding === 'base64') return html`<p class="quiet">${bytes} bytes that are no text</p>`
  const cut = truncated ? html`<p class="quiet">cut; ${bytes} bytes were sent</p>` : NOTHING
  if (content === '') return html`<p class="quiet">empty body</p>`
  const pointer = place?.startsWith('/') === true ? place : undefined
  const whole = place === '' ? html` whole` : NOTHING
  const lines = jsonLines(content, pointer)
  if (lines === undefined) {
    const text = content.length > MAX_TEXT ? `${content.slice(0, MAX_TEXT).toWellFormed()}…` : content
    return html`<pre class="text${whole}">${pointer === undefined ? text : html`<mark>${text}</mark>`}</pre>
      ${cut}`
  }
  return html`<pre class="json${whole}">
${windowOf(lines, maxLines).map((line) => (isPlain ? plainLine(line) : lineView(line)))}</pre>
    ${cut}`
}

function plainLine({ depth, name, text }: JsonLine): string {
  return `${'  '.repeat(depth)}${name === undefined ? '' : `${name}: `}${text}\n`
}

function lineView({ depth, name, text, kind }: JsonLine): Markup {
  const indent = '  '.repeat(depth)
  const named = name === undefined ? NOTHING : html`<i>${name}</i>: `
  switch (kind) {
    case 'plain':
      return html`${indent}${named}${text}${LINE_END}`
    case 'cut':
      return html`${indent}<span class="quiet">${text}</span>${LINE_END}`
    case 'meant':
      return html`${indent}<mark>${named}${text}</mark>${LINE_END}`
    case 'missing':
      return html`${indent}<mark class="missing">${named}${text}</mark>${LINE_END}`
  }
}

/** So many lines: the first ones, and those around the place where it is further on. */
function windowOf(lines: readonly JsonLine[], maxLines: number): readonly JsonLine[] {
  if (lines.length <= maxLines) return lines
  const place = lines.findIndex(({ kind }) => kind === 'meant' || kind === 'missing')
  const gap = (count: number): readonly JsonLine[] =>
    count > 0 ? [{ depth: 0, text: `… ${count} more lines …`, kind: 'cut' }] : []
  if (place < maxLines - 5) return [...lines.slice(0, maxLines), ...gap(lines.length - maxLines)]
  const head = 3
  const start = Math.max(head, place - Math.floor(maxLines / 2))
  const end = Math.min(lines.length, start + maxLines - head)
  return [...lines.slice(0, head), ...gap(start - head), ...lines.slice(start, end), ...gap(lines.length - end)]
}
