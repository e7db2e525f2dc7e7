import type { Fault } from '../fault.ts'

export const limitIgnored: Fault = {
  name: 'limit-ignored',
  group: 'list',
  describe: 'Lists give as many items as they have, whatever limit was asked for.',
  expectedCheck: 'page-respects-limit',
}

export const pagesOverlap: Fault = {
  name: 'pages-overlap',
  group: 'list',
  describe: 'The next page of a list begins with the last item of the page before.',
  expectedCheck: 'pages-are-disjoint-and-complete',
}

export const pageGap: Fault = {
  name: 'page-gap',
  group: 'list',
  describe: 'The next page of a list leaves out its first item.',
  expectedCheck: 'pages-are-disjoint-and-complete',
}

export const cursorLoops: Fault = {
  name: 'cursor-loops',
  group: 'list',
  describe: 'The next link of every page of a list leads to the second page.',
  expectedCheck: 'pages-are-disjoint-and-complete',
}

/** Faults of the pages of all lists. */
export const PAGE_FAULTS: readonly Fault[] = [limitIgnored, pagesOverlap, pageGap, cursorLoops]
