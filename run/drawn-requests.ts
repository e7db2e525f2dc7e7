import type { RequestDraft } from '../core/case.ts'
import { deriveSeed } from '../core/seed.ts'
import { biasOf, draw } from '../generators/draw.ts'
import { requestArbitrary } from '../generators/request.ts'
import type { Contract, Operation } from '../spec/model.ts'
import type { RequestGeneration } from './request-generation.ts'

/** Enough that each optional part of a request is there in one of them. */
const DRAWN = 12

/** A few valid requests of an operation; none where it cannot be generated. */
export function drawnRequests(
  contract: Contract,
  operation: Operation,
  { request }: RequestGeneration,
  seed: number,
): readonly RequestDraft[] {
  try {
    const arbitrary = requestArbitrary(contract, operation, request)
    return Array.from({ length: DRAWN }, (_, i) => draw(arbitrary, deriveSeed(seed, i), biasOf(i)).value)
  } catch {
    return []
  }
}
