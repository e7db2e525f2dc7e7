import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../core/json.ts'
import { schemaView, type Side } from '../../../spec/schema-view.ts'
import { documentWith, load } from './temporary-documents.ts'

async function viewOf(schema: string, schemas: string, side: Side = 'request', openapi = '3.1.0'): Promise<JsonObject> {
  const contract = await load(documentWith(schema, { openapi, components: `{ schemas: ${schemas} }` }))
  // A cast: none of these schemas is a boolean.
  return schemaView(contract, contract.operations[0]?.requestBody?.content[0]?.schema as string, side)
    .schema as JsonObject
}

function accepts(schema: JsonObject, value: Json): boolean {
  return new Ajv2020({ strict: false }).compile(schema)(value)
}

const CHOICE = "{ oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]"
const PETS = `{ Cat: { type: object, required: [kind], properties: { kind: { type: string }, lives: { type: integer } } },
  Dog: { type: object, required: [kind], properties: { kind: { type: string }, tricks: { type: integer } } } }`

describe('a choice with a discriminator', () => {
  it('pins each branch to the tags that the mapping gives it', async () => {
    const form = await viewOf(
      `${CHOICE}, discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat', kitten: Cat, dog: '#/components/schemas/Dog' } } }`,
      PETS,
    )

    expect(form['discriminator']).toEqual({ propertyName: 'kind', branches: { cat: 0, kitten: 0, dog: 1 } })
    expect(form['oneOf']).toEqual([
      { $ref: '#/$defs/Cat', properties: { kind: { enum: ['cat', 'kitten'] } }, required: ['kind'] },
      { $ref: '#/$defs/Dog', properties: { kind: { const: 'dog' } }, required: ['kind'] },
    ])
    expect(accepts(form, { kind: 'dog', lives: 1 })).toBe(true)
    expect(accepts(form, { kind: 'bird' })).toBe(false)
  })

  it('takes names for tags where nothing maps them', async () => {
    const form = await viewOf(`${CHOICE}, discriminator: { propertyName: kind } }`, PETS)

    expect(form['discriminator']).toEqual({ propertyName: 'kind', branches: { Cat: 0, Dog: 1 } })
    expect(accepts(form, { kind: 'Cat' })).toBe(true)
    expect(accepts(form, { kind: 'cat' })).toBe(false)
  })

  it('goes by what inline branches demand themselves when the mapping leads nowhere', async () => {
    const form = await viewOf(
      `{ anyOf: [
        { type: object, required: [kind], properties: { kind: { type: string, enum: [card] } } },
        { type: object, required: [kind], properties: { kind: { const: bank } } } ],
        discriminator: { propertyName: kind, mapping: { card: '#/components/schemas/cardPayment', bank: '#/components/schemas/bankPayment', cash: '#/components/schemas/cash' } } }`,
      '{}',
    )

    expect(form['discriminator']).toEqual({ propertyName: 'kind', branches: { card: 0, bank: 1 } })
    expect(form['anyOf']).toEqual([
      { type: 'object', required: ['kind'], properties: { kind: { type: 'string', enum: ['card'] } } },
      { type: 'object', required: ['kind'], properties: { kind: { const: 'bank' } } },
    ])
  })

  it('narrows a list of tags that all branches share', async () => {
    const form = await viewOf(
      `${CHOICE}, discriminator: { propertyName: kind } }`,
      `{ Base: { type: object, required: [kind], properties: { kind: { type: string, enum: [cat, dog, bird] } } },
        Cat: { allOf: [{ $ref: '#/components/schemas/Base' }] }, Dog: { allOf: [{ $ref: '#/components/schemas/Base' }] } }`,
    )

    expect(form['discriminator']).toEqual({ propertyName: 'kind', branches: { cat: 0, dog: 1 } })
    expect(accepts(form, { kind: 'cat' })).toBe(true)
    expect(accepts(form, { kind: 'bird' })).toBe(false)
  })

  it('does not pin what a closed branch does not declare', async () => {
    const form = await viewOf(
      `${CHOICE}, discriminator: { propertyName: kind } }`,
      '{ Cat: { type: object, additionalProperties: false, required: [lives], properties: { lives: {} } }, Dog: { type: object, required: [kind], properties: { kind: { type: string } } } }',
    )

    expect(form['oneOf']).toEqual([
      { $ref: '#/$defs/Cat' },
      { $ref: '#/$defs/Dog', properties: { kind: { const: 'Dog' } }, required: ['kind'] },
    ])
  })

  it('pins numbers as numbers', async () => {
    const form = await viewOf(
      `${CHOICE}, discriminator: { propertyName: kind, mapping: { 1: Cat, 2: Dog } } }`,
      '{ Cat: { required: [kind], properties: { kind: { type: integer } } }, Dog: { required: [kind], properties: { kind: { type: integer } } } }',
    )

    expect(accepts(form, { kind: 2 })).toBe(true)
    expect(form['discriminator']).toEqual({ propertyName: 'kind', branches: { 1: 0, 2: 1 } })
  })

  it('never demands a tag of a response that the contract does not', async () => {
    const pets = PETS.replaceAll('required: [kind], ', '')
    const choice = `${CHOICE.replace('oneOf', 'anyOf')}, discriminator: { propertyName: kind, mapping: { cat: Cat, dog: Dog } } }`

    const request = await viewOf(choice, pets, 'request')
    const response = await viewOf(choice, pets, 'response')

    expect(accepts(request, {})).toBe(false)
    expect(accepts(response, {})).toBe(true)
    expect(accepts(response, { kind: 'bird' })).toBe(false)
  })

  it.each([
    [
      'no tag can be resolved',
      '{ oneOf: [{ type: object }, { type: string }], discriminator: { propertyName: kind } }',
    ],
    ['it names no member', `${CHOICE}, discriminator: { mapping: { cat: Cat } } }`],
    ['there is no choice', '{ type: object, discriminator: { propertyName: kind } }'],
    [
      'the tag is not for this side',
      "{ oneOf: [{ $ref: '#/components/schemas/Cat' }], properties: { kind: { readOnly: true } }, discriminator: { propertyName: kind } }",
    ],
  ])('is dropped where %s', async (_reason, schema) => {
    const form = await viewOf(schema, PETS)

    expect(form).not.toHaveProperty('discriminator')
  })
})

describe('a parent that stands for its subtypes', () => {
  const family = (discriminator: string, kind = '{ type: string }'): string => `{
    Pet: { type: object, required: [kind, name], properties: { kind: ${kind}, name: { type: string } }, discriminator: ${discriminator} },
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, required: [lives], properties: { lives: { type: integer } } }] },
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { tricks: { type: integer } } }] } }`
  const PET = "{ $ref: '#/components/schemas/Pet' }"

  it('is a choice among them, in which each includes the parent itself', async () => {
    const form = await viewOf(PET, family('{ propertyName: kind }'), 'request', '3.0.3')

    expect(form).toEqual({
      anyOf: [
        { $ref: '#/$defs/Cat.plain', properties: { kind: { const: 'Cat' } }, required: ['kind'] },
        { $ref: '#/$defs/Dog.plain', properties: { kind: { const: 'Dog' } }, required: ['kind'] },
      ],
      discriminator: { propertyName: 'kind', branches: { Cat: 0, Dog: 1 } },
      $defs: {
        'Cat.plain': {
          allOf: [
            { $ref: '#/$defs/Pet.plain' },
            { type: 'object', required: ['lives'], properties: { lives: { type: 'integer' } } },
          ],
        },
        'Pet.plain': {
          type: 'object',
          required: ['kind', 'name'],
          properties: { kind: { type: 'string' }, name: { type: 'string' } },
        },
        'Dog.plain': {
          allOf: [{ $ref: '#/$defs/Pet.plain' }, { type: 'object', properties: { tricks: { type: 'integer' } } }],
        },
      },
    })
  })

  it('is itself within a subtype that is asked for by name', async () => {
    const form = await viewOf("{ $ref: '#/components/schemas/Cat' }", family('{ propertyName: kind }'))

    expect(accepts(form, { kind: 'anything', name: 'Tom', lives: 9 })).toBe(true)
    expect(accepts(form, { kind: 'anything', name: 'Tom' })).toBe(false)
  })

  it('sends only mapped subtypes, and understands the others by name', async () => {
    const schemas = family('{ propertyName: kind, mapping: { cat: Cat } }')

    const request = await viewOf(PET, schemas, 'request')
    const response = await viewOf(PET, schemas, 'response')

    expect(request['discriminator']).toEqual({ propertyName: 'kind', branches: { cat: 0 } })
    expect(accepts(response, { kind: 'cat', name: 'Tom', lives: 9 })).toBe(true)
    expect(accepts(response, { kind: 'cat', name: 'Tom' })).toBe(false)
    expect(accepts(response, { kind: 'Dog', name: 'Rex' })).toBe(true)
    expect(accepts(response, { kind: 'Pet', name: 'Rex' })).toBe(true)
  })

  it('keeps for itself the listed tags that no subtype takes', async () => {
    const form = await viewOf(PET, family('{ propertyName: kind }', '{ type: string, enum: [cat, dog, bird] }'))

    expect(form['discriminator']).toEqual({ propertyName: 'kind', branches: { cat: 0, dog: 1, bird: 2 } })
    expect(accepts(form, { kind: 'bird', name: 'Tweety' })).toBe(true)
    expect(accepts(form, { kind: 'cat', name: 'Tom' })).toBe(false)
  })

  it('ends where parent and children name each other', async () => {
    const form = await viewOf(
      PET,
      `{ Pet: { required: [kind], properties: { kind: { type: string } }, oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind } },
        Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { properties: { lives: { type: integer } } }] },
        Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }], properties: { friend: { $ref: '#/components/schemas/Pet' } } } }`,
    )

    expect(accepts(form, { kind: 'Dog', friend: { kind: 'Cat', lives: 9 } })).toBe(true)
    expect(accepts(form, { kind: 'Dog', friend: { kind: 'Cat', lives: 'nine' } })).toBe(false)
    expect(accepts(form, {})).toBe(false)
  })

  it('reaches over several generations', async () => {
    const form = await viewOf(
      "{ $ref: '#/components/schemas/Animal' }",
      `{ Animal: { required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } },
        Bird: { allOf: [{ $ref: '#/components/schemas/Animal' }], required: [wings] },
        Owl: { allOf: [{ $ref: '#/components/schemas/Bird' }], required: [eyes] } }`,
    )

    expect(accepts(form, { kind: 'Owl', wings: 2, eyes: 2 })).toBe(true)
    expect(accepts(form, { kind: 'Owl', eyes: 2 })).toBe(false)
  })
})
