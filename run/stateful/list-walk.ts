import { idsOf, itemsOf, type ListShape } from '../../checks/sequences/listed-items.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { isAccepted, jsonOf } from '../../checks/sequences/step.ts'
import type { RequestDraft } from '../../core/case.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { Operation } from '../../spec/model.ts'
import type { Conversation } from './conversation.ts'
import type { ListParameters } from './list-parameters.ts'
import { firstPageNumber, type NextPage, nextPage } from './next-page.ts'
import { isOwnLink } from './own-link.ts'

/** A list as it was read, page by page. */
export interface Walk {
  readonly pages: readonly SequenceStep[]
  readonly ended: 'end' | 'loop' | 'cut'
  /** Whether a page may have been passed over, since nobody says whether they are counted from 0 or from 1. */
  readonly mayHaveSkipped: boolean
  /** Absent where no page shows what its items are. */
  readonly shape?: ListShape
}

export interface WalkOptions {
  readonly name: string
  readonly operation: Operation
  readonly draft: RequestDraft
  readonly parameters: ListParameters
  readonly shape: ListShape | undefined
  /** Members that may hold the id of an item, the likeliest first. */
  readonly idNames: readonly string[]
  readonly limit?: number | undefined
  readonly mostPages: number
  readonly baseUrl: string
  /** Asked after each page; `true` ends the walk, since what was looked for has been seen. */
  readonly until?: (pages: readonly SequenceStep[], shape: ListShape) => boolean
}

/** Reads a list from its first page on, as far as it leads. */
export async function walkList(conversation: Conversation, options: WalkOptions): Promise<Walk> {
  const { name, operation, parameters, limit, mostPages, baseUrl } = options
  const limited: RequestDraft =
    limit === undefined || parameters.limit === undefined
      ? options.draft
      : { ...options.draft, query: { ...options.draft.query, [parameters.limit.name]: limit } }
  const pages: SequenceStep[] = []
  /** URLs that were followed, and queries that were put together. */
  const visited = new Set<string>([JSON.stringify(limited.query)])
  let shape = options.shape
  let draft = limited
  let next: NextPage = { kind: 'draft', draft: limited }
  let wasLed = false
  let ended: Walk['ended'] = 'cut'
  while (pages.length < mostPages) {
    const page: SequenceStep =
      next.kind === 'link'
        ? await conversation.follow(name, next.url, operation)
        : await conversation.ask({ name, operation, draft })
    pages.push(page)
    visited.add(page.exchange.request.url)
    if (!isAccepted(page)) break
    shape = shapeIn(page, shape, options.idNames)
    const items = shape === undefined ? undefined : itemsOf(page, shape.items)
    if (shape === undefined || items === undefined) break
    if (options.until?.(pages, shape) === true) break
    next = nextPage({
      page,
      draft,
      parameters,
      count: items.length,
      limit,
      lastId: idsOf(page, shape)?.at(-1),
      wasLed,
    })
    if (next.kind === 'end') {
      ended = maySkip(parameters, wasLed) ? 'cut' : 'end'
      break
    }
    if (next.kind === 'unknown') break
    if (next.kind === 'link') {
      const url = URL.parse(next.url, page.exchange.request.url)?.href
      if (url === undefined || !isOwnLink(url, baseUrl)) break
      if (visited.has(url)) {
        ended = 'loop'
        break
      }
      next = { kind: 'link', url }
      wasLed = true
    } else {
      const asked = JSON.stringify(next.draft.query)
      if (visited.has(asked)) {
        ended = 'loop'
        break
      }
      visited.add(asked)
      wasLed ||= parameters.page === undefined && parameters.offset === undefined && parameters.afterId === undefined
      draft = next.draft
    }
  }
  const mayHaveSkipped = pages.length > 1 && maySkip(parameters, wasLed)
  return { pages, ended, mayHaveSkipped, ...(shape !== undefined && { shape }) }
}

function maySkip(parameters: ListParameters, wasLed: boolean): boolean {
  return !wasLed && parameters.page !== undefined && firstPageNumber(parameters) === undefined
}

/** The shape that the contract told, where the page has it; else the one that the page shows. */
function shapeIn(page: SequenceStep, told: ListShape | undefined, idNames: readonly string[]): ListShape | undefined {
  if (told !== undefined && itemsOf(page, told.items) !== undefined) return told
  const body = jsonOf(page)
  if (body === undefined) return told
  for (const [items, list] of listsIn(body)) {
    const [first] = list
    if (first === undefined) return { items, id: `/${idNames[0] ?? 'id'}` }
    const id = isJsonObject(first) ? idNames.find((name) => Object.hasOwn(first, name)) : undefined
    if (id !== undefined) return { items, id: child('', id) }
  }
  return told
}

/** The arrays of a body, the outermost first. */
function listsIn(body: Json, pointer = '', depth = 2): readonly (readonly [string, readonly Json[]])[] {
  if (Array.isArray(body)) return [[pointer, body as readonly Json[]]]
  if (!isJsonObject(body) || depth < 0) return []
  const members = Object.entries(body).filter(([name]) => !/^_?links?$|^errors$|^warnings$/.test(name))
  const own = members.flatMap(([name, value]) =>
    Array.isArray(value) ? [[child(pointer, name), value as readonly Json[]] as const] : [],
  )
  const inner = members.flatMap(([name, value]) =>
    isJsonObject(value) ? listsIn(value, child(pointer, name), depth - 1) : [],
  )
  return [...own, ...inner]
}
