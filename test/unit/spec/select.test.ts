import { describe, expect, it } from 'vitest'
import { selectOperations } from '../../../spec/select.ts'
import { load, messageOf } from './temporary-documents.ts'

const contract = await load(`
openapi: 3.1.0
info: { title: Test, version: '1' }
paths:
  /pets:
    get: { operationId: listPets, tags: [Pets], responses: { 200: { description: Fine. } } }
    post: { operationId: createPet, tags: [Pets, Writes], responses: { 200: { description: Fine. } } }
  /owners/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get: { operationId: getOwner, tags: [Owners], responses: { 200: { description: Fine. } } }
    delete: { responses: { 204: { description: Gone. } } }
`)

function chosen(filter: Parameters<typeof selectOperations>[1]): readonly string[] {
  return selectOperations(contract, filter).map((operation) => operation.operationId)
}

describe('choosing operations', () => {
  it('takes all of them, in document order, where nothing is asked', () => {
    expect(chosen({})).toEqual(['listPets', 'createPet', 'getOwner', 'delete /owners/{id}'])
  })

  it('takes patterns, whatever the case', () => {
    expect(chosen({ operation: ['*pet*'] })).toEqual(['listPets', 'createPet'])
    expect(chosen({ operation: ['GETOWNER', 'list*'] })).toEqual(['listPets', 'getOwner'])
    expect(chosen({ operation: ['delete /owners/{id}'] })).toEqual(['delete /owners/{id}'])
  })

  it('takes what every trait chooses and none excludes', () => {
    expect(chosen({ tag: ['Pets'], method: ['get'] })).toEqual(['listPets'])
    expect(chosen({ tag: ['Pets'], excludeTag: ['Writes'] })).toEqual(['listPets'])
    expect(chosen({ excludeMethod: ['get'], excludeOperation: ['create*'] })).toEqual(['delete /owners/{id}'])
  })

  it('may leave nothing', () => {
    expect(chosen({ tag: ['Owners'], method: ['post'] })).toEqual([])
  })

  it.each([
    [
      { operation: ['listPet'] },
      '--operation listPet matches no operation of the contract',
      'Did you mean "listPets"?',
    ],
    [{ excludeTag: ['Owner'] }, '--exclude-tag Owner matches no tag of the contract', 'Did you mean "Owners"?'],
    [{ method: ['patch*'] }, '--method patch* matches no method of the contract', 'There are: get, post, delete.'],
    [{ operation: ['p.*'] }, '--operation p.* matches no operation of the contract', undefined],
  ])('says which pattern matches nothing: %j', async (filter, message, hint) => {
    const text = await messageOf(async () => selectOperations(contract, filter))

    expect(text.split('\n')[0]).toBe(`[usage] ${message}`)
    expect(text).toContain(hint ?? 'hint: ')
  })
})
