import { idsOf, itemsOf, type ListShape } from '../../checks/sequences/listed-items.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { RequestDraft } from '../../core/case.ts'
import type { SequenceEntry } from '../../core/finding.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { Contract } from '../../spec/model.ts'
import { listParametersOf } from '../stateful/list-parameters.ts'
import { nextPage } from '../stateful/next-page.ts'
import { stepsOfEvidence } from './evidence.ts'

/**
 * Whether lists that a finding was judged by end now where they ended then. A list that has grown since is not read to
 * its end by the same requests, and what they do not show may stand further on.
 */
export function areSamePages(
  contract: Contract,
  evidence: Json,
  entries: readonly SequenceEntry[],
  steps: readonly (SequenceStep | undefined)[],
): boolean {
  return pagesIn(evidence).every(({ positions, shape }) => {
    const now = positions.flatMap((position) => steps[position] ?? [])
    const last = now.at(-1)
    if (last === undefined) return true
    const then = positions.flatMap((position): readonly SequenceStep[] => {
      const entry = entries[position]
      const exchange = entry && { ...last.exchange, request: entry.request, outcome: entry.response }
      return exchange === undefined ? [] : [{ operation: last.operation, exchange }]
    })
    return leadsTo(contract, then, shape) === leadsTo(contract, now, shape)
  })
}

interface ReadPages {
  readonly positions: readonly number[]
  readonly shape: ListShape | undefined
}

function pagesIn(evidence: Json): readonly ReadPages[] {
  if (!isJsonObject(evidence)) return []
  const { pages, after, shape } = evidence
  const own = [pages, after].flatMap((list) => {
    const positions = Array.isArray(list) ? stepsOfEvidence(list) : []
    // As it was written for the check that reads it.
    return positions.length === 0 ? [] : [{ positions, shape: shape as ListShape | undefined }]
  })
  return [...own, ...Object.values(evidence).flatMap(pagesIn)]
}

/** Where the last of some pages leads: on, back to one of them, or nowhere. */
function leadsTo(contract: Contract, pages: readonly SequenceStep[], shape: ListShape | undefined): string {
  const page = pages.at(-1)
  if (page === undefined) return 'end'
  const { url } = page.exchange.request
  const parameters = listParametersOf(contract, page.operation)
  const query = queryOf(url)
  const draft: RequestDraft = { operationId: page.operation.operationId, path: {}, query, header: {}, cookie: {} }
  const asked = parameters.limit === undefined ? undefined : Number(query[parameters.limit.name])
  const next = nextPage({
    page,
    draft,
    parameters,
    count: (shape === undefined ? undefined : itemsOf(page, shape.items))?.length ?? 0,
    limit: Number.isNaN(asked) ? undefined : asked,
    lastId: shape === undefined ? undefined : idsOf(page, shape)?.at(-1),
    wasLed: false,
  })
  if (next.kind !== 'link' && next.kind !== 'draft') return next.kind
  const led = next.kind === 'draft' ? next.draft.query : queryOf(URL.parse(next.url, url)?.href ?? '')
  const isKnown = pages.some(({ exchange }) => sorted(queryOf(exchange.request.url)) === sorted(led))
  return isKnown ? 'back' : 'on'
}

function queryOf(url: string): Readonly<Record<string, string>> {
  return Object.fromEntries(URL.parse(url)?.searchParams ?? [])
}

function sorted(query: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(
    Object.entries(query)
      .map(([name, value]) => `${name}=${String(value)}`)
      .toSorted(),
  )
}
