import { describe, expect, it } from 'vitest'
import type { RequestDraft } from '../../../core/case.ts'
import type { Json } from '../../../core/json.ts'
import { namingWhatMatters } from '../../../run/what-matters.ts'
import { oneOperation } from '../../support/contract-of.ts'
import { finding } from '../reports/sample-run.ts'
import { generationFor } from './run-parts.ts'

const { contract, operation } = await oneOperation({
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: {
            note: { type: 'string', minLength: 0, maxLength: 5 },
            tags: { type: 'array', items: { type: 'string' } },
            pin: { type: 'string' },
          },
        },
      },
    },
  },
})
const naming = { contract, operation, generation: generationFor(contract) }

function named(value: Json, ...pointers: readonly string[]): string {
  const draft: RequestDraft = {
    operationId: 'op',
    path: {},
    query: {},
    header: {},
    cookie: {},
    body: { kind: 'value', mediaType: 'application/json', value },
  }
  const places = pointers.map((pointer) => ({ in: 'body' as const, name: '', pointer }))
  return namingWhatMatters(finding({ message: 'It failed.' }), draft, places, naming).message
}

describe('a finding', () => {
  it('names the part of the request that it takes, and what the contract says of it', () => {
    expect(named({ note: '' }, '/note')).toMatch(
      /^It failed\. It takes \/note "" \(minLength 0: #\/.+\/note\/minLength\)\.$/,
    )
    expect(named({ note: 'ab' }, '/note')).toBe('It failed. It takes /note "ab".')
  })

  it('names the innermost parts, lists as they are, and secrets by their length', () => {
    expect(named({ tags: ['x', 'y'] }, '/tags')).toBe('It failed. It takes /tags ["x", "y"].')
    expect(named({ tags: ['x', 'y'] }, '/tags', '/tags/1')).toBe('It failed. It takes /tags/* "y".')
    expect(named({ note: 'ab', pin: '1234' }, '/note', '/pin')).toBe(
      'It failed. It takes /note "ab" and /pin a string of 4 characters.',
    )
  })

  it('says no more where nothing or too much is to blame', () => {
    expect(named({ note: 'ab' })).toBe('It failed.')
    expect(named({ tags: ['a', 'b', 'c', 'd'] }, '/tags/0', '/tags/1', '/tags/2', '/tags/3')).toBe('It failed.')
  })
})
