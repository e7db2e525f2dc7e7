import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeAsLinter } from '../../../../cli/lint-parts.ts'
import { HarnessError } from '../../../../core/harness-error.ts'
import { deriveSeed } from '../../../../core/seed.ts'
import { lintContract } from '../../../../spec/lint/lint.ts'
import { loadContract } from '../../../../spec/load.ts'
import { loadPositions } from '../../../../spec/positions.ts'

const CORPUS = new URL('../../../corpus/lint/', import.meta.url)

const JUNK = [
  null,
  0,
  -1,
  'x',
  '',
  [],
  {},
  [null],
  { $ref: '#/nowhere' },
  { $ref: '#' },
  true,
  [[]],
  { type: 'string' },
]

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'damaged-document-'))
})

afterAll(() => rm(folder, { recursive: true }))

/** Puts junk in the place of a member somewhere in the document, or takes the member away. */
function damage(document: unknown, seed: number): void {
  const slots: { readonly holder: Record<string, unknown>; readonly key: string }[] = []
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const [key, value] of Object.entries(node)) {
      // Arrays are written to by index, as objects are by name.
      slots.push({ holder: node as Record<string, unknown>, key })
      collect(value)
    }
  }
  collect(document)
  const slot = slots[deriveSeed(seed, 'slot') % slots.length]
  const junk = JUNK[deriveSeed(seed, 'junk') % (JUNK.length + 2)]
  if (slot === undefined) return
  if (junk === undefined) delete slot.holder[slot.key]
  else slot.holder[slot.key] = structuredClone(junk)
}

describe('lintContract', () => {
  it.each(['000-clean-3.1.yaml', '001-clean-3.0.yaml', '002-clean-composition.yaml'])(
    'judges whatever of a damaged %s can be loaded',
    async (name) => {
      const text = await readFile(new URL(name, CORPUS), 'utf8')
      let judged = 0

      for (let seed = 0; seed < 20; seed++) {
        const document = load(text)
        damage(document, seed)
        const file = join(folder, `${seed}-${name}.json`)
        await writeFile(file, JSON.stringify(document))
        const contract = await loadContract(file).catch((error: unknown) => {
          if (error instanceof HarnessError) return undefined
          throw error
        })
        if (contract === undefined) continue
        for (const finding of lintContract(contract, await loadPositions(contract), judgeAsLinter(contract))) {
          expect(finding.message).not.toMatch(/undefined|\[object|NaN/)
        }
        judged++
      }

      expect(judged).toBeGreaterThan(10)
    },
  )
})
