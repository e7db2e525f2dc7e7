import type { DomainEntry } from '../registry.ts'
import { integers } from './choose.ts'
import { entry } from './facts.ts'

const id: DomainEntry = entry({
  name: 'id',
  when: ({ words, isInteger }) => isInteger && /\bids?$/.test(words),
  numbers: (facts) => integers(facts, 1, 100_000),
})

const limit: DomainEntry = entry({
  name: 'page-size',
  when: ({ words, isInteger }) => isInteger && /\b(limit|page size|per page|size|top|max results)$/.test(words),
  numbers: (facts) => integers(facts, 1, 100),
})

const offset: DomainEntry = entry({
  name: 'page-offset',
  when: ({ words, isInteger }) => isInteger && /\b(offset|skip|start)$/.test(words),
  numbers: (facts) => integers(facts, 0, 100),
})

const page: DomainEntry = entry({
  name: 'page',
  when: ({ words, isInteger }) => isInteger && /^page( number| no)?$/.test(words),
  numbers: (facts) => integers(facts, 1, 10),
})

/** Numbers that refer to records or pages: small and positive. */
export const referenceEntries: readonly DomainEntry[] = [id, limit, offset, page]
