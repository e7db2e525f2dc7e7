import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../reports/run-result.ts'
import { BAZAAR } from '../servers/bazaar-document.ts'
import { startBazaar } from '../servers/bazaar.ts'
import {
  READING_ROOM_DOCUMENT,
  type ReadingRoom,
  type RoomFault,
  ROOM_FAULTS,
  startReadingRoom,
} from '../servers/reading-room.ts'
import { temporaryFolder } from '../support/run-cli.ts'
import { runInProcess } from '../support/run-in-process.ts'

/** A run with the default phases against the reading room. */
async function runOn(
  fault: RoomFault | undefined,
  flags: Readonly<Record<string, string>>,
): Promise<{
  readonly result: RunResult
  readonly asked: readonly string[]
  readonly left: ReadingRoom['left']
}> {
  const room = await startReadingRoom(fault)
  try {
    const result = await runInProcess({ target: room.baseUrl, spec: READING_ROOM_DOCUMENT, ...flags })
    const asked = room.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)
    return { result, asked, left: { ...room.left } }
  } finally {
    await room.close()
  }
}

/** The check that finds a fault, and the operation it is held against. */
const FOUND: Readonly<Record<RoomFault, string>> = {
  'limit ignored': 'listBooks page-respects-limit',
  'page overlap': 'listBooks pages-are-disjoint-and-complete',
  'page gap': 'listBooks pages-are-disjoint-and-complete',
  'cursor loop': 'listBooks pages-are-disjoint-and-complete',
  'filter ignored': 'listBooks list-contains-created',
  'filter leaves out what matches': 'listBooks list-contains-created',
  'offset overlap': 'listNotes pages-are-disjoint-and-complete',
  'page number gap': 'listLoans pages-are-disjoint-and-complete',
  'link header loop': 'listLabels pages-are-disjoint-and-complete',
  'created not in list': 'listBooks list-contains-created',
  'created not readable': 'getBook created-resource-is-readable',
  'created value lost': 'getBook created-resource-is-readable',
  'read returns another resource': 'getBook created-resource-is-readable',
  'update lost': 'replaceBook update-is-visible',
  'update lost but echoed': 'replaceBook update-is-visible',
  'merge patch lost': 'changeNote update-is-visible',
  'merge patch drops the rest': 'changeNote update-is-visible',
  'merge patch changes the rest': 'changeNote update-is-visible',
  'json patch lost': 'patchLabel update-is-visible',
  'deleted still readable': 'removeBook deleted-resource-is-gone',
  'delete does nothing': 'removeBook deleted-resource-is-gone',
  'archiving does nothing': 'archiveNote deleted-resource-is-gone',
  'failed create exists': 'makeLabel failed-create-has-no-effect',
  'replay creates a second': 'addBook repeated-key-replays-response',
  'replay answers with another id': 'addBook repeated-key-replays-response',
  'replay makes a second unseen': 'addBook repeated-key-replays-response',
  'conflict not detected': 'addBook reused-key-with-other-body-conflicts',
  'race lets two through': 'addBook concurrent-same-key-creates-once',
  'location wrong': 'addBook links-resolve',
  'location dead': 'addBook links-resolve',
  'links dead': 'addBook links-resolve',
  '500 on second delete': 'removeBook no-server-error',
  'return of a returned loan fails': 'returnBook no-server-error',
  'deleted label can be patched': 'patchLabel wrong-state-is-conflict',
}

describe('a server whose memory has one bug', () => {
  it.each(ROOM_FAULTS)('%s: is reported once, with every exchange that led to it', async (fault) => {
    const { result } = await runOn(fault, { seed: '7', profile: 'smoke' })

    expect(result.findings.map((finding) => `${finding.operationId} ${finding.code}`)).toEqual([FOUND[fault]])
    const [finding] = result.findings
    expect(finding?.sequence?.length).toBeGreaterThan(1)
    expect(finding?.sequence).toContainEqual(
      expect.objectContaining({
        operationId: finding?.operationId,
        request: finding?.request,
        response: finding?.response,
      }),
    )
    expect(finding?.phase).toBe('stateful')
    // It was sent once more, and came again.
    expect(finding).not.toHaveProperty('flaky')
    expect(result.run.exitCode).toBe(1)
  })
})

describe('a server with a good memory', () => {
  it.each([
    { seed: '1', workers: '1', profile: 'standard' },
    { seed: '1', workers: '4', profile: 'standard' },
    { seed: '2', workers: '4', profile: 'standard' },
    { seed: '3', workers: '2', profile: 'smoke' },
    { seed: '4', workers: '2', profile: 'smoke' },
    { seed: '5', workers: '2', profile: 'smoke' },
  ])('yields no finding at seed $seed with $workers workers ($profile)', async (flags) => {
    const { result } = await runOn(undefined, flags)

    expect(result.findings).toEqual([])
    expect(result.run.exitCode).toBe(0)
    expect(result.totals.byPhase.stateful?.requests).toBeGreaterThan(100)
  })

  it('is asked the same, however many workers there are', async () => {
    const flags = { seed: '7', phase: 'stateful', profile: 'smoke' }
    const one = await runOn(undefined, { ...flags, workers: '1' })
    const four = await runOn(undefined, { ...flags, workers: '4' })

    expect(four.asked).toEqual(one.asked)
    expect(four.result.operations.map(({ operationId, statuses }) => [operationId, statuses])).toEqual(
      one.result.operations.map(({ operationId, statuses }) => [operationId, statuses]),
    )
  })

  it('is left without what was made and can be deleted', async () => {
    const { left } = await runOn(undefined, { seed: '7', phase: 'stateful', profile: 'smoke' })

    expect(left).toEqual({ books: 0, notes: 0, labels: 0 })
  })
})

describe('a server with manners of its own', () => {
  it.each([1, 2, 3])('yields no finding at seed %i', async (seed) => {
    const bazaar = await startBazaar()
    const spec = join(temporaryFolder(), 'bazaar.json')
    writeFileSync(spec, JSON.stringify(BAZAAR))
    try {
      const result = await runInProcess({ target: bazaar.baseUrl, spec, seed: String(seed), profile: 'smoke' })

      expect(result.findings).toEqual([])
      expect(result.run.exitCode).toBe(0)
      expect(result.totals.byPhase.stateful?.requests).toBeGreaterThan(90)
    } finally {
      await bazaar.close()
    }
  })
})
