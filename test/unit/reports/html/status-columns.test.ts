import { describe, expect, it } from 'vitest'
import { createPageFold } from '../../../../reports/html/page-fold.ts'
import { statusColumns, statusStateOf } from '../../../../reports/html/status-columns.ts'
import { createResultFold } from '../../../../reports/result-fold.ts'
import type { ReportModel } from '../../../../reports/html/report-model.ts'
import { exchange, finishedCase, started } from '../sample-run.ts'

/** A run of one operation that documents and answers with these statuses. */
function modelOf(documentedStatuses: readonly string[], seen: readonly number[]): ReportModel {
  const [result, page] = [createResultFold(), createPageFold()]
  const events = [
    started,
    { type: 'operation-started', operationId: 'a', method: 'get', path: '/a', tags: [], cases: 1, documentedStatuses },
    ...seen.map((status) =>
      finishedCase({ operationId: 'a', exchanges: [exchange({ outcome: { kind: 'response', status, headers: [] } })] }),
    ),
  ] as const
  for (const event of events) {
    result.add(event)
    page.add(event)
  }
  return { result: result.result(), data: page.data }
}

function states(model: ReportModel): Readonly<Record<string, string>> {
  const [operation] = model.result.operations
  if (operation === undefined) throw new Error('The run has no operation.')
  return Object.fromEntries(statusColumns(model).map((status) => [status, statusStateOf(operation, status, model)]))
}

describe('the status codes of an operation', () => {
  it('are told apart by what is promised and what was seen', () => {
    expect(states(modelOf(['200', '404', '409'], [200, 404, 418]))).toEqual({
      '200': 'documented-and-seen',
      '404': 'documented-and-seen',
      '409': 'not-seen',
      '418': 'undocumented',
    })
  })

  it('are promised by ranges and by default, which are seen when no closer promise is', () => {
    expect(states(modelOf(['200', '400', '4XX', 'default'], [200, 400]))).toEqual({
      '200': 'documented-and-seen',
      '400': 'documented-and-seen',
      '4XX': 'not-seen',
      default: 'not-seen',
    })
    expect(states(modelOf(['4XX', 'default'], [404, 503]))).toEqual({
      '404': 'documented-and-seen',
      '503': 'documented-and-seen',
      '4XX': 'documented-and-seen',
      default: 'documented-and-seen',
    })
  })

  it('are not more columns than a table can have', () => {
    expect(
      statusColumns(
        modelOf(
          [],
          Array.from({ length: 300 }, (_, index) => 200 + index),
        ),
      ),
    ).toHaveLength(40)
  })
})
