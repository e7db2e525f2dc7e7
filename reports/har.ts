import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RunEvent } from '../core/event.ts'
import type { Exchange } from '../core/exchange.ts'
import { exchangeEntry, type HarContext } from './har-entry.ts'
import type { Reporter } from './reporter.ts'
import type { RunResult } from './run-result.ts'

/** The file of a run folder that browsers' developer tools open. */
export const HAR_FILE = 'run.har'

/** Writes `run.har` (HTTP Archive 1.2) entry by entry, so that a run of any length passes through little memory. */
export function createHarReporter(): Reporter {
  return {
    name: 'har',
    finish: ({ folder, result, events }) =>
      pipeline(Readable.from(harText(result, events())), createWriteStream(join(folder, HAR_FILE))),
  }
}

/** The archive in pieces: an entry per exchange in the order of the run, a page per operation and per scenario. */
async function* harText({ tool }: RunResult, events: AsyncIterable<RunEvent>): AsyncGenerator<string> {
  const creator = JSON.stringify({ name: tool.name, version: tool.version })
  // Pages come last, since when an operation began is known from its first exchange.
  yield `{"log":{"version":"1.2","creator":${creator},"entries":[`
  const pages = new Map<string, { title: string; startedAt: number }>()
  let separator = '\n'
  for await (const event of events) {
    if (event.type === 'operation-started') {
      const { operationId, method, path } = event
      pages.set(operationId, { title: `${operationId}: ${method.toUpperCase()} ${path}`, startedAt: Infinity })
    } else if (event.type === 'scenario-finished') {
      const { id, title } = event.scenario
      pages.set(id, { title: `${id}: ${title}`, startedAt: Infinity })
    }
    for (const { page: id, exchange, context } of exchangesOf(event)) {
      const page = pages.get(id) ?? { title: id, startedAt: Infinity }
      page.startedAt = Math.min(page.startedAt, exchange.timings.startedAt)
      pages.set(id, page)
      yield `${separator}${JSON.stringify(exchangeEntry(exchange, id, context))}`
      separator = ',\n'
    }
  }
  const listed = [...pages].flatMap(([id, { title, startedAt }]) =>
    // An operation that sent nothing has no page to show.
    startedAt === Infinity
      ? []
      : [
          {
            id,
            title,
            startedDateTime: new Date(startedAt).toISOString(),
            pageTimings: { onContentLoad: -1, onLoad: -1 },
          },
        ],
  )
  yield `\n],"pages":${JSON.stringify(listed)}}}\n`
}

interface Shown {
  readonly page: string
  readonly exchange: Exchange
  readonly context: HarContext
}

/** The exchanges that an event tells of; only the last attempt of a case was judged. */
function exchangesOf(event: RunEvent): readonly Shown[] {
  if (event.type === 'case-finished') {
    const { operationId, caseId, phase, verdict, findings, exchanges } = event
    const judgement = { verdict, fingerprints: findings.map(({ fingerprint }) => fingerprint) }
    return exchanges.map((exchange, i) => ({
      page: operationId,
      exchange,
      context: { operationId, caseId, phase, ...(i === exchanges.length - 1 && judgement) },
    }))
  }
  if (event.type !== 'scenario-finished') return []
  const { id } = event.scenario
  return event.steps.flatMap(({ title, calls }) =>
    calls.flatMap(({ operationId, exchanges }) =>
      exchanges.map((exchange) => ({ page: id, exchange, context: { operationId, caseId: id, step: title } })),
    ),
  )
}
