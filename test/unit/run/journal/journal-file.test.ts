import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createJournalState, type JournalLine } from '../../../../run/journal/entry.ts'
import { JOURNAL_FILE, openJournalFile, readJournal } from '../../../../run/journal/journal-file.ts'
import { temporaryFolder } from '../../../support/run-cli.ts'

const RUN: JournalLine = {
  type: 'run',
  id: 'r',
  startedAt: '',
  target: 'uat',
  baseUrl: 'http://127.0.0.1:1',
  tag: 'ctag',
}
const CREATING: JournalLine = { type: 'creating', n: 1, at: '', operationId: 'createThing', path: {} }
const CREATED: JournalLine = {
  type: 'created',
  n: 1,
  resource: { operationId: 'createThing', path: '/things/7', values: { id: '7' } },
}

/** A folder with a journal of these lines. */
function journalOf(...lines: readonly JournalLine[]): string {
  const folder = temporaryFolder()
  const file = openJournalFile(folder, 'new')
  for (const line of lines) file.append(line)
  file.close()
  return folder
}

it('leaves out half a last line, and cuts it off before it goes on', () => {
  const folder = journalOf(RUN, CREATING)
  appendFileSync(join(folder, JOURNAL_FILE), '{"type":"crea')

  const before = readJournal(folder).lines
  const file = openJournalFile(folder, 'go on')
  file.append(CREATED)
  file.close()

  expect(before).toEqual([RUN, CREATING])
  expect(readJournal(folder).lines).toEqual([RUN, CREATING, CREATED])
})

it('refuses a folder without one, and a line before the last that is none', () => {
  const damaged = journalOf(RUN, CREATING)
  writeFileSync(
    join(damaged, JOURNAL_FILE),
    readFileSync(join(damaged, JOURNAL_FILE), 'utf8').replace('"creating"', '"?"'),
  )

  expect(() => readJournal(temporaryFolder())).toThrow('There is no journal.ndjson in')
  expect(() => readJournal(damaged)).toThrow(/Line 2 of .*journal\.ndjson is not one of a journal/)
})

it('adds up to what is pending, open and kept', () => {
  const state = createJournalState()
  const add = (...lines: readonly JournalLine[]): void => lines.forEach((line) => state.add(line))

  add(RUN, CREATING, { ...CREATING, n: 2 }, { ...CREATING, n: 3 }, CREATED, { type: 'not-created', n: 2 })
  const [pending, open] = [state.pending().map(({ n }) => n), state.open().map(({ path }) => path)]
  add({ type: 'kept', n: 3, reason: 'why' }, { type: 'gone', path: '/things/7' })

  expect([pending, open]).toEqual([[3], ['/things/7']])
  expect([state.pending(), state.open(), state.last(), state.tag()]).toEqual([[], [], 3, 'ctag'])
  expect(state.kept()).toEqual([{ operationId: 'createThing', reason: 'why' }])
})
