import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { saysMore } from '../../checks/sequences/says-more.ts'
import { jsonOf } from '../../checks/sequences/step.ts'
import type { RequestDraft } from '../../core/case.ts'
import { headerOf } from '../../core/exchange.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { ListParameters } from './list-parameters.ts'

/** Where a list goes on. */
export type NextPage =
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'draft'; readonly draft: RequestDraft }
  | { readonly kind: 'end' }
  /** The answer says that there is more, but not where. */
  | { readonly kind: 'unknown' }

export interface PageContext {
  readonly page: SequenceStep
  readonly draft: RequestDraft
  readonly parameters: ListParameters
  /** Items on this page, and the limit it was asked with. */
  readonly count: number
  readonly limit: number | undefined
  /** Id of the last item. */
  readonly lastId: string | undefined
  /** Whether an earlier page led on by a link or a cursor: where none is given now, this is the last. */
  readonly wasLed: boolean
}

/** Links first, then cursors, then counting: what the server itself offers comes before what we make of its parameters. */
export function nextPage(context: PageContext): NextPage {
  const { page, draft, parameters, count, limit, lastId, wasLed } = context
  const body = jsonOf(page)
  const link = linkIn(page) ?? (body === undefined ? undefined : linkInBody(body))
  if (link !== undefined) return { kind: 'link', url: link }
  const more = body === undefined ? undefined : saysMore(body)
  const withQuery = (name: string, value: Json): NextPage => ({
    kind: 'draft',
    draft: { ...draft, query: { ...draft.query, [name]: value } },
  })
  const cursor = body === undefined || more === false ? undefined : cursorIn(body)
  if (cursor !== undefined && parameters.cursor !== undefined) return withQuery(parameters.cursor.name, cursor)
  if (cursor !== undefined && typeof cursor === 'number' && parameters.page !== undefined) {
    return withQuery(parameters.page.name, cursor)
  }
  if (more === false || wasLed) return more === true ? { kind: 'unknown' } : { kind: 'end' }
  if (parameters.afterId !== undefined && lastId !== undefined && (more === true || isFull(count, limit))) {
    return withQuery(parameters.afterId.name, lastId)
  }
  const isCounted = parameters.page !== undefined || parameters.offset !== undefined
  if (isCounted && (more === true || isFull(count, limit))) {
    const next = counted(context)
    return next === undefined ? { kind: 'unknown' } : withQuery(next.name, next.value)
  }
  if (more === true) return { kind: 'unknown' }
  return isFull(count, limit) && limit !== undefined ? { kind: 'unknown' } : { kind: 'end' }
}

/** Whether a page may have one after it. Without a limit of ours nobody knows how full a page gets. */
function isFull(count: number, limit: number | undefined): boolean {
  return count > 0 && (limit === undefined || count >= limit)
}

/** The first page of a list that counts them; `undefined` where the contract does not tell. */
export function firstPageNumber({ page }: ListParameters): number | undefined {
  if (page === undefined) return undefined
  return page.default ?? (page.minimum === 0 || page.minimum === 1 ? page.minimum : undefined)
}

function counted({
  draft,
  parameters,
  count,
}: PageContext): { readonly name: string; readonly value: number } | undefined {
  const { page, offset } = parameters
  if (page !== undefined) {
    const current = Number(draft.query[page.name] ?? firstPageNumber(parameters) ?? 1)
    return { name: page.name, value: current + 1 }
  }
  if (offset === undefined) return undefined
  return { name: offset.name, value: Number(draft.query[offset.name] ?? offset.default ?? 0) + count }
}

/** RFC 8288: `Link: <url>; rel="next"`. */
function linkIn({ exchange }: SequenceStep): string | undefined {
  if (exchange.outcome.kind !== 'response') return undefined
  const header = headerOf(exchange.outcome.headers, 'link')
  return header === undefined ? undefined : /<([^<>]*)>\s*;[^<]*\brel\s*=\s*"?(?:[^",;]*\s)?next\b/i.exec(header)?.[1]
}

const LINK_NAMES = /^(?:next|next_?(?:link|url|href|uri|page_?(?:url|link|uri)?)|@odata\.nextLink)$/i

function linkInBody(body: Json): string | undefined {
  if (!isJsonObject(body)) return undefined
  for (const [name, value] of Object.entries(body)) {
    if (LINK_NAMES.test(name)) {
      const link = urlOf(value)
      if (link !== undefined) return link
    }
    if (/^_?links?$|^(?:paging|pagination|page|pages|meta|cursors?|page_?info)$/i.test(name)) {
      const link = Array.isArray(value) ? linkInList(value) : linkInBody(value)
      if (link !== undefined) return link
    }
  }
  return undefined
}

function linkInList(links: readonly Json[]): string | undefined {
  const next = links.find((link) => isJsonObject(link) && /^next$/i.test(String(link['rel'] ?? link['name'])))
  return isJsonObject(next) ? urlOf(next) : undefined
}

function urlOf(value: Json): string | undefined {
  if (typeof value === 'string') return /^(?:https?:\/\/|\/|\?)/.test(value) ? value : undefined
  if (!isJsonObject(value)) return undefined
  const href = value['href'] ?? value['url'] ?? value['uri']
  return typeof href === 'string' && href !== '' ? href : undefined
}

const CURSOR_NAMES =
  /^(?:next_?(?:page_?)?(?:cursor|token|marker|key)|next(?:_?page)?|continuation_?token|end_?cursor|cursor|after|page_?token)$/i

/** The token of the next page, outermost first; a `cursor` within `previous` is none. */
function cursorIn(body: Json): string | number | undefined {
  if (!isJsonObject(body)) return undefined
  for (const [name, value] of Object.entries(body)) {
    if (CURSOR_NAMES.test(name) && ((typeof value === 'string' && value !== '') || typeof value === 'number'))
      return value
  }
  for (const [name, value] of Object.entries(body)) {
    if (!/^(?:paging|pagination|meta|cursors?|page_?info|page|links?|next)$/i.test(name)) continue
    const inner = cursorIn(value)
    if (inner !== undefined) return inner
  }
  return undefined
}
