import * as fc from 'fast-check'
import type { RequestDraft } from '../core/case.ts'
import { deriveSeed } from '../core/seed.ts'
import type { Operation, Parameter } from '../spec/model.ts'
import { draw } from './draw.ts'

/**
 * Keys that are new for every case: a server that remembers keys answers a repeated one with the earlier response or
 * with a conflict, and so would tell nothing of the request. Never drawn from the edges, and never made simpler.
 */
export const freshKeys: fc.Arbitrary<string> = fc.noShrink(fc.noBias(fc.uuid({ version: 4 })))

/** Whether a header by this name identifies a request among its repetitions. */
export function isIdempotencyKey(name: string): boolean {
  return /^(?:x-)?(?:[a-z]+-)?idempotency[-_]?(?:key|token|id)$/i.test(name)
}

/**
 * Whether a header by another name is one that makes a repetition known, by what is said of it. An optional one is left out
 * where it is not the matter: the server would answer for the key instead of the request.
 */
export function isKeyInWords({
  in: place,
  name,
  description = '',
}: Pick<Parameter, 'in' | 'name' | 'description'>): boolean {
  return place === 'header' && !isIdempotencyKey(name) && /idempoten/i.test(description)
}

/** The key of a seed. */
export function keyOf(seed: number): string {
  return draw(freshKeys, seed).value
}

/** The same draft with new keys from a seed; other headers stay. */
export function withFreshKeys(operation: Operation, draft: RequestDraft, seed: number): RequestDraft {
  const names = Object.keys(draft.header).filter(isIdempotencyKey)
  if (names.length === 0) return draft
  const keys = names.map((name) => [name, keyOf(deriveSeed(seed, operation.operationId, name))] as const)
  return { ...draft, header: { ...draft.header, ...Object.fromEntries(keys) } }
}
