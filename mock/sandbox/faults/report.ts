import type { Fault } from '../fault.ts'

export const reportFilterIgnored: Fault = {
  name: 'report-filter-ignored',
  group: 'list',
  describe:
    'The lists of transactions, authorizations and fees ignore the batch, deposit and type that were asked for.',
  expectedCheck: 'list-contains-created',
}

export const reportDateNotNeeded: Fault = {
  name: 'report-date-not-needed',
  group: 'validation',
  describe: 'A list that asks for a day or a batch is given without either.',
  expectedCheck: 'invalid-request-is-rejected',
}

export const reportLinkElsewhere: Fault = {
  name: 'report-link-elsewhere',
  group: 'response',
  describe: 'The links of a batch lead to what is in another batch.',
  expectedCheck: 'links-resolve',
}

/** Faults of what is reported. */
export const REPORT_FAULTS: readonly Fault[] = [reportFilterIgnored, reportDateNotNeeded, reportLinkElsewhere]
