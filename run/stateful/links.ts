import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { isAccepted, isMasked, jsonOf } from '../../checks/sequences/step.ts'
import { headerOf } from '../../core/exchange.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { Operation } from '../../spec/model.ts'
import { isOwnLink } from './own-link.ts'

/** A link of the target's own that is meant to be read. */
export interface Link {
  readonly relation: string
  /** Pointer to it in the body, or `header: Location`. */
  readonly place: string
  readonly url: string
  /** The operation that it leads to, where the contract has one. */
  readonly operation: Operation | undefined
}

/** Relations that lead to something that can be read, whatever stands behind them. */
const READABLE = /^(?:self|location|canonical|item|collection|up|parent|related|first|last|next|prev|previous)$/i

/**
 * The links of an answer that GET can follow: `Location` of what was created, and those of the body that name GET, lead
 * to a documented GET, or are readable by their relation. A link to what only a POST can do is not followed.
 */
export function linksIn(step: SequenceStep, operations: readonly Operation[], baseUrl: string): readonly Link[] {
  const { outcome, request } = step.exchange
  if (!isAccepted(step) || outcome.kind !== 'response') return []
  const given: { relation: string; place: string; href: string; isGet: boolean }[] = []
  const location = outcome.status === 201 ? headerOf(outcome.headers, 'location') : undefined
  if (location !== undefined) {
    given.push({ relation: 'Location', place: 'header: Location', href: location, isGet: true })
  }
  const body = jsonOf(step)
  if (body !== undefined) collect(body, '', '', given)
  const seen = new Set<string>()
  return given.flatMap(({ relation, place, href, isGet }): readonly Link[] => {
    const url = URL.parse(href, request.url)?.href
    if (url === undefined || href.includes('{') || !isOwnLink(url, baseUrl) || seen.has(`${relation} ${url}`)) return []
    if (isMasked(step.exchange, 'response-body', place)) return []
    const { known, operation } = operationAt(url, operations, baseUrl)
    if (known ? operation === undefined : !isGet && !READABLE.test(relation)) return []
    if (operation?.parameters.some((one) => one.in === 'query' && one.required && !url.includes(`${one.name}=`)))
      return []
    seen.add(`${relation} ${url}`)
    return [{ relation, place, url, operation }]
  })
}

function collect(
  value: Json,
  pointer: string,
  name: string,
  found: { relation: string; place: string; href: string; isGet: boolean }[],
): void {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries()) collect(item, child(pointer, index), name, found)
    return
  }
  if (!isJsonObject(value)) return
  const { href, rel, method } = value
  if (typeof href === 'string' && value['templated'] !== true) {
    const isGet = typeof method === 'string' && method.toUpperCase() === 'GET'
    if (isGet || method === undefined) {
      found.push({ relation: typeof rel === 'string' ? rel : name, place: child(pointer, 'href'), href, isGet })
    }
  }
  for (const [member, inner] of Object.entries(value)) collect(inner, child(pointer, member), member, found)
}

/** The GET that a URL of the target stands for, and whether its path is one of the contract at all. */
export function operationAt(
  url: string,
  operations: readonly Operation[],
  baseUrl: string,
): { readonly known: boolean; readonly operation: Operation | undefined } {
  const prefix = URL.parse(baseUrl)?.pathname.replace(/\/$/, '') ?? ''
  const path = URL.parse(url)?.pathname ?? ''
  if (!path.startsWith(prefix)) return { known: false, operation: undefined }
  const segments = path.slice(prefix.length).replace(/\/$/, '').split('/')
  const matching = operations.filter((operation) => matches(operation.path.replace(/\/$/, '').split('/'), segments))
  // A path of fixed words is meant before one with variables in their place.
  const fixed = matching.toSorted((one, other) => variables(one) - variables(other))
  const nearest = fixed.filter((one) => one.path === fixed[0]?.path)
  return { known: matching.length > 0, operation: nearest.find(({ method }) => method === 'get') }
}

function matches(template: readonly string[], segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false
  return template.every((part, i) => (part.includes('{') ? segments[i] !== '' : part === segments[i]))
}

function variables({ path }: Operation): number {
  return path.split('{').length
}
