import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registerSchema, validate } from '@hyperjump/json-schema/draft-2020-12'
import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../core/harness-error.ts'
import type { JsonObject } from '../../../core/json.ts'
import { baselineText, parseBaseline, readBaseline } from '../../../reports/baseline-file.ts'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../reports/baseline.schema.json'), 'utf8'),
) as JsonObject
const uri = 'https://example.test/baseline.schema.json'
registerSchema({ ...schema, $id: uri }, uri)

const entry = {
  fingerprint: '0123456789abcdef',
  operation: 'getPet',
  check: 'no-server-error',
  reason: 'known',
  owner: 'pets',
}
const fileOf = (...entries: readonly object[]): string => JSON.stringify({ schemaVersion: 1, entries }, null, 2)

function refusalOf(text: string): string {
  try {
    parseBaseline(text, 'known.json')
    return 'accepted'
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    const { line, column } = error.position ?? { line: 0, column: 0 }
    return `${error.code} ${line}:${column} ${error.message}${error.hint === undefined ? '' : ` | ${error.hint}`}`
  }
}

describe('a baseline file', () => {
  it.each([
    ['nothing', '', 'configuration 1:1 not JSON: ValueExpected'],
    ['what is not JSON', '{\n  "schemaVersion": 1,\n  entries: []\n}', 'configuration 3:3 not JSON: InvalidSymbol'],
    [
      'a comment',
      '{\n  // none\n  "schemaVersion": 1, "entries": []\n}',
      'configuration 2:3 not JSON: InvalidCommentToken',
    ],
    ['another version', '{"schemaVersion": 2, "entries": []}', 'configuration 1:19 schemaVersion: expected 1'],
    [
      'a mistyped member',
      fileOf(entry, { ...entry, ownr: 'pets' }),
      `configuration 17:7 entries/1 has the unknown member "ownr" | Did you mean "owner"?`,
    ],
    [
      'an entry without an owner',
      fileOf({ ...entry, owner: undefined }),
      "configuration 4:5 entries/0: must have required property 'owner'",
    ],
    [
      'an empty reason',
      fileOf({ ...entry, reason: '' }),
      'configuration 8:17 entries/0/reason: expected a text that is not empty',
    ],
    [
      'a date that is none',
      fileOf({ ...entry, expiry: '2026-02-30' }),
      'configuration 10:17 entries/0/expiry: expected an ISO date such as 2026-12-31',
    ],
    [
      'something else than a fingerprint',
      fileOf({ ...entry, fingerprint: 'abc' }),
      "configuration 5:22 entries/0/fingerprint: expected the 16 hex digits of a finding's fingerprint",
    ],
    [
      'an unknown phase',
      fileOf({ ...entry, phase: 'fuzz' }),
      'configuration 10:16 entries/0/phase: expected one of examples, boundaries, random, invalid, stateful',
    ],
    [
      'a fingerprint twice',
      fileOf(entry, entry),
      'configuration 12:22 the fingerprint 0123456789abcdef stands in entries/0 already',
    ],
  ])('with %s is refused at its place', (_name, text, refusal) => {
    expect(refusalOf(text)).toBe(refusal)
  })

  it('that is not there is refused with what makes one', () => {
    expect(() => readBaseline('/nowhere/known.json', 'known.json')).toThrow(
      /^The baseline known\.json cannot be read: ENOENT/,
    )
  })

  it('as it is written is valid by its schema, in an order that does not depend on the run', async () => {
    const entries = [
      { ...entry, fingerprint: '00000000000000ff', operation: 'listPets' },
      {
        ...entry,
        phase: 'random' as const,
        expiry: '2026-12-31',
        since: '2026-01-01',
        title: 'Failed.',
        scenario: 'S-1',
      },
    ]

    const text = baselineText(entries)

    expect(await validate(uri, JSON.parse(text) as never, 'BASIC')).toMatchObject({ valid: true })
    expect(parseBaseline(text, 'known.json').entries.map(({ operation }) => operation)).toEqual(['getPet', 'listPets'])
    expect(baselineText(entries.toReversed())).toBe(text)
  })
})
