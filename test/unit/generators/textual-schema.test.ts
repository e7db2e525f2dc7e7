import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../core/json.ts'
import { textualSchema } from '../../../generators/textual-schema.ts'

const rewritten = (schema: JsonObject | boolean): JsonObject | boolean =>
  textualSchema(schema, { text: 'any-text', allowEmpty: false })

describe('a schema of values that are sent as text', () => {
  it.each<[string, JsonObject | boolean, Json]>([
    ['takes any schema for text', true, { type: 'string', format: 'any-text', minLength: 1 }],
    [
      'takes an empty schema for text',
      { description: 'x' },
      { description: 'x', type: 'string', format: 'any-text', minLength: 1 },
    ],
    ['leaves nothing as it is', false, false],
    ['drops null', { type: ['integer', 'null'] }, { type: ['integer'] }],
    ['keeps null where there is nothing else', { type: ['null'] }, { type: ['null'] }],
    ['drops null from an enum', { enum: ['a', null] }, { enum: ['a'] }],
    [
      'leaves patterns and formats as they are',
      { type: 'string', pattern: '^a*$' },
      { type: 'string', pattern: '^a*$' },
    ],
    [
      'keeps bounds',
      { type: 'string', minLength: 3, maxLength: 4 },
      { type: 'string', minLength: 3, maxLength: 4, format: 'any-text' },
    ],
    [
      'leaves what must be empty',
      { type: 'string', maxLength: 0 },
      { type: 'string', maxLength: 0, format: 'any-text' },
    ],
    [
      'asks for at least one item',
      { type: 'array', items: { type: 'integer' } },
      { type: 'array', items: { type: 'integer' }, minItems: 1 },
    ],
    ['guesses a missing type', { minimum: 3 }, { minimum: 3, type: 'number' }],
    [
      'closes an object to what it names',
      { type: 'object', properties: { a: { type: ['boolean', 'null'] } } },
      { type: 'object', properties: { a: { type: ['boolean'] } }, minProperties: 1, additionalProperties: false },
    ],
    [
      'keeps the names of an open object plain',
      { type: 'object', additionalProperties: { type: 'integer' } },
      {
        type: 'object',
        additionalProperties: { type: 'integer' },
        minProperties: 1,
        propertyNames: { pattern: '^[a-z]{1,8}$' },
      },
    ],
    [
      'drops the null branch of a union',
      { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      { anyOf: [{ type: 'integer' }] },
    ],
  ])('%s', (_, schema, expected) => {
    expect(rewritten(schema)).toEqual(expected)
  })

  it('follows references and opens an allOf of one', () => {
    const $defs = { Id: { type: 'string', minLength: 2 } }

    const result = rewritten({ allOf: [{ $ref: '#/$defs/Id' }], description: 'The id.', $defs })

    expect(result).toEqual({ type: 'string', minLength: 2, description: 'The id.', format: 'any-text', $defs })
  })

  it('ends on a schema that contains itself', () => {
    const $defs = { Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' } } } }

    const result = rewritten({ $ref: '#/$defs/Node', $defs })

    expect(JSON.stringify(result)).toContain('"$ref":"#/$defs/Node"')
  })
})
