import type { Case, RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Operation } from '../spec/model.ts'
import type { LiveIds } from './live-ids.ts'

/** What answers teach is put off until no reader is on the way: what one of them is asked must not depend on the others. */
export interface Lessons {
  note(operation: Operation, draft: RequestDraft, exchange: Exchange): void
  learn(): void
}

export function createLessons(ids: LiveIds | undefined): Lessons {
  const noted: (readonly [Operation, RequestDraft, Exchange])[] = []
  return {
    note: (...lesson) => void (ids !== undefined && noted.push(lesson)),
    learn: () => {
      for (const lesson of noted.splice(0)) ids?.observe(...lesson)
    },
  }
}

const READING = new Set(['get', 'head', 'options', 'trace'])

/** Whether sending a case may change what the server remembers. */
export function writes(operation: Operation, { draft }: Pick<Case, 'draft'>): boolean {
  return !READING.has((draft.method ?? operation.method).toLowerCase())
}
