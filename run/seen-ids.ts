import type { RequestDraft } from '../core/case.ts'
import { headerOf, type Exchange, type RecordedResponse } from '../core/exchange.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import { child, tokensOf } from '../core/json-pointer.ts'
import type { Contract, Operation } from '../spec/model.ts'
import type { PoolTable } from '../spec/pools/pool.ts'
import type { Id, IdContext } from './id-pools.ts'

/** An id that an answer shows. */
export interface SeenId {
  readonly pool: string
  readonly id: Id
  readonly isMade: boolean
  /** Ids of the path below which it was seen. */
  readonly context: IdContext
}

/** Reads the ids of answers as the table of a contract says, and those of links to the contract's own paths. */
export function idReader(
  contract: Contract,
  table: PoolTable,
  baseUrl: string,
): (operation: Operation, draft: RequestDraft, exchange: Exchange) => readonly SeenId[] {
  const producers = new Map<
    string,
    { pool: string; from: PoolTable[number]['producers'][number]['from']; creates: boolean }[]
  >()
  const paths = new Map<string, { pool: string; name: string }[]>()
  for (const { name: pool, producers: shown, consumers } of table) {
    for (const { operationId, from, creates } of shown) {
      producers.set(operationId, [...(producers.get(operationId) ?? []), { pool, from, creates }])
    }
    for (const { operationId, place } of consumers) {
      if (place.in === 'path') paths.set(operationId, [...(paths.get(operationId) ?? []), { pool, name: place.name }])
    }
  }
  const templates = templatesOf(contract, paths)
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '')

  return (operation, draft, exchange) => {
    const { outcome } = exchange
    if (outcome.kind !== 'response' || outcome.status < 200 || outcome.status >= 400) return []
    const context = Object.fromEntries(
      (paths.get(operation.operationId) ?? []).flatMap(({ pool, name }) => {
        const value = draft.path[name]
        return isId(value) ? [[pool, value] as const] : []
      }),
    )
    const body = jsonOf(outcome)
    const hidden = new Set(exchange.redactions.flatMap(({ at }) => (at.part === 'response-body' ? [at.pointer] : [])))
    const seen: SeenId[] = []
    const add = (pool: string, value: Json | undefined, isMade: boolean, around: IdContext): void => {
      if (isId(value) && value !== '') seen.push({ pool, id: value, isMade, context: without(around, pool) })
    }
    for (const { pool, from, creates } of producers.get(operation.operationId) ?? []) {
      if (from.in === 'body') {
        for (const [pointer, value] of valuesAt(body, from.pointer))
          if (!hidden.has(pointer)) add(pool, value, creates, context)
      } else {
        const value = headerOf(outcome.headers, from.name)
        if (value !== undefined && !/[/:]/.test(value)) add(pool, value, creates, context)
      }
    }
    const creates = operation.method === 'post'
    for (const { url, isMade } of linksOf(outcome, body, hidden)) {
      for (const { ids } of matching(templates, pathWithin(url, baseUrl, prefix))) {
        for (const [pool, id] of Object.entries(ids)) add(pool, id, isMade && creates, ids)
      }
    }
    return seen
  }
}

interface Template {
  readonly segments: readonly string[]
  /** The pool of each variable segment, by its name. */
  readonly pools: ReadonlyMap<string, string>
}

function templatesOf(
  contract: Contract,
  paths: ReadonlyMap<string, readonly { readonly pool: string; readonly name: string }[]>,
): readonly Template[] {
  const templates = new Map<string, Template>()
  for (const { path, operationId } of contract.operations) {
    const pools = new Map((paths.get(operationId) ?? []).map(({ pool, name }) => [`{${name}}`, pool]))
    if (pools.size > 0 && !templates.has(path)) templates.set(path, { segments: path.split('/'), pools })
  }
  return [...templates.values()]
}

function matching(
  templates: readonly Template[],
  path: string | undefined,
): readonly { readonly ids: Readonly<Record<string, string>> }[] {
  if (path === undefined) return []
  const segments = path.split('/')
  return templates.flatMap((template) => {
    if (template.segments.length !== segments.length) return []
    const ids: Record<string, string> = {}
    for (const [i, wanted] of template.segments.entries()) {
      const given = segments[i] ?? ''
      if (!wanted.includes('{')) {
        if (wanted !== given) return []
        continue
      }
      const pool = template.pools.get(wanted)
      if (pool !== undefined && given !== '') ids[pool] = decoded(given)
    }
    return [{ ids }]
  })
}

/** The part of a link that a template describes; `undefined` for links elsewhere. */
function pathWithin(link: string, baseUrl: string, prefix: string): string | undefined {
  const url = URL.parse(link, `${baseUrl}/`)
  if (url === null || url.origin !== new URL(baseUrl).origin) return undefined
  if (url.pathname.startsWith(`${prefix}/`)) return url.pathname.slice(prefix.length)
  return prefix === '' ? url.pathname : undefined
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

const MOST_LINKS = 200

/** `Location`, and what the body calls a link. */
function linksOf(
  response: RecordedResponse,
  body: Json | undefined,
  hidden: ReadonlySet<string>,
): readonly { readonly url: string; readonly isMade: boolean }[] {
  const location = headerOf(response.headers, 'location')
  const links: { url: string; isMade: boolean }[] = location === undefined ? [] : [{ url: location, isMade: true }]
  const pending: { readonly pointer: string; readonly value: Json; readonly name: string }[] =
    body === undefined ? [] : [{ pointer: '', value: body, name: '' }]
  for (let next = 0; next < pending.length && next < 5_000 && links.length < MOST_LINKS; next++) {
    const { pointer, value, name } = pending[next] as (typeof pending)[number]
    if (typeof value === 'string') {
      if (/^(href|uri|url|self|location)$/i.test(name) && !hidden.has(pointer))
        links.push({ url: value, isMade: false })
    } else if (Array.isArray(value)) {
      for (const [i, item] of (value as readonly Json[]).entries())
        pending.push({ pointer: child(pointer, i), value: item, name })
    } else if (isJsonObject(value)) {
      for (const [member, inner] of Object.entries(value))
        pending.push({ pointer: child(pointer, member), value: inner, name: member })
    }
  }
  return links
}

/** The values at a pointer whose `*` stands for each item, with their own pointers. */
export function valuesAt(
  root: Json | undefined,
  pattern: string,
): readonly (readonly [pointer: string, value: Json])[] {
  let found: readonly (readonly [string, Json])[] = root === undefined ? [] : [['', root]]
  for (const token of tokensOf(pattern)) {
    found = found.flatMap(([pointer, value]) => {
      if (token === '*' && Array.isArray(value)) {
        return (value as readonly Json[]).map((item, i) => [child(pointer, i), item] as const)
      }
      const inner = isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined
      return inner === undefined ? [] : [[child(pointer, token), inner] as const]
    })
  }
  return found
}

function jsonOf({ body }: RecordedResponse): Json | undefined {
  if (body === undefined || body.truncated || body.encoding !== 'text') return undefined
  try {
    // The declared result of `JSON.parse` is `any`.
    return JSON.parse(body.content) as Json
  } catch {
    return undefined
  }
}

const LONGEST_ID = 300

function isId(value: Json | undefined): value is Id {
  return typeof value === 'number' || (typeof value === 'string' && value.length <= LONGEST_ID)
}

function without(context: IdContext, pool: string): IdContext {
  const { [pool]: _, ...rest } = context
  return rest
}
