import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../../core/json.ts'
import { responseSchema } from '../../../../mock/sandbox/response-schema.ts'
import { soundExample } from '../../../../mock/sandbox/sound-example.ts'
import { oneOperation } from '../../../support/contract-of.ts'

const THING: JsonObject = {
  type: 'object',
  required: ['id', 'made'],
  properties: {
    id: { type: 'string', example: 'T1' },
    made: { type: 'string', format: 'date-time' },
    size: { type: 'integer', minimum: 1 },
    tags: { type: 'object' },
  },
}

/** What becomes of an example of a schema. */
async function sound(example: Json, schema: JsonObject = THING): Promise<Json> {
  const content = { 'application/json': { schema, example } }
  const { contract, operation } = await oneOperation({ responses: { 200: { description: 'Fine.', content } } })
  const [media] = operation.responses[0]?.content ?? []
  return soundExample(example, responseSchema(contract, String(media?.schema)))
}

describe('an example that an answer is made of', () => {
  it.each<[string, Json, Json]>([
    [
      'stays as it is when it is right',
      { id: 'A', made: '2024-07-02T09:00:00Z' },
      { id: 'A', made: '2024-07-02T09:00:00Z' },
    ],
    [
      'gets the zone of its moments',
      { id: 'A', made: '2024-07-02T09:00:00' },
      { id: 'A', made: '2024-07-02T09:00:00Z' },
    ],
    ['gets its numbers as texts', { id: 65, made: '2024-07-02T09:00:00Z' }, { id: '65', made: '2024-07-02T09:00:00Z' }],
    [
      'gets what is missing from the example of the schema',
      { made: '2024-07-02T09:00:00Z' },
      { made: '2024-07-02T09:00:00Z', id: 'T1' },
    ],
    [
      'loses members that are not documented, except where all are welcome',
      { id: 'A', made: '2024-07-02T09:00:00Z', summary: 'a thing', tags: { any: 1 } },
      { id: 'A', made: '2024-07-02T09:00:00Z', tags: { any: 1 } },
    ],
    [
      'is unwrapped when it is an Example Object',
      { summary: 'a thing', value: { id: 'A', made: '2024-07-02T09:00:00Z' } },
      { id: 'A', made: '2024-07-02T09:00:00Z' },
    ],
    [
      'is replaced when it cannot be mended',
      { id: 'A', made: 'noon', size: 0 },
      { id: '', made: '2026-01-15T12:00:00Z' },
    ],
  ])('%s', async (_what, example, expected) => {
    expect(await sound(example)).toEqual(expected)
  })

  it('is mended below lists, references and choices', async () => {
    const list: JsonObject = { type: 'object', properties: { data: { type: 'array', items: { oneOf: [THING] } } } }

    expect(await sound({ data: [{ id: 1, made: '2024-07-02T09:00:00' }] }, list)).toEqual({
      data: [{ id: '1', made: '2024-07-02T09:00:00Z' }],
    })
  })
})
