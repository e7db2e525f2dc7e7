import { describe, expect, it } from 'vitest'
import { type Positions, loadPositions } from '../../../spec/positions.ts'
import { folderWith, load } from './temporary-documents.ts'
import { loadContract } from '../../../spec/load.ts'

const YAML = `openapi: 3.1.0
info:
  title: "Test"
  version: '1'
x-shared: &shared
  type: object
  required:
    - a
    -   b
x-base: &base { minimum: 1 }
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters:
        - name: id
          in: path
          required: true
          schema: *shared
        - { name: q, in: query, schema: { <<: *base, type: integer } }
      responses:
        200:
          description: |
            Fine.
            Really.
          content: { application/json: { schema: *shared } }
`

async function placesOf(files: Readonly<Record<string, string>> | string): Promise<(pointer: string) => string> {
  const positions: Positions = await loadPositions(await load(files))
  return (pointer) => {
    const place = positions.positionOf(pointer)
    return place === undefined ? 'unknown' : `${place.file.replace(/.*\//, '')}:${place.line}:${place.column}`
  }
}

describe('positions in YAML', () => {
  it.each([
    ['#', 'api.yaml:1:1'],
    ['#/info/title', 'api.yaml:3:3'],
    ['#/x-shared/required/1', 'api.yaml:9:9'],
    ['#/paths/~1things~1{id}/get/parameters/0', 'api.yaml:16:11'],
    ['#/paths/~1things~1{id}/get/parameters/1/in', 'api.yaml:20:22'],
    ['#/paths/~1things~1{id}/get/responses/200', 'api.yaml:22:9'],
  ])('%s is at its key, or where the item begins', async (pointer, place) => {
    expect((await placesOf(YAML))(pointer)).toBe(place)
  })

  it('goes through an alias to the anchored value', async () => {
    const placeOf = await placesOf(YAML)

    expect(placeOf('#/paths/~1things~1{id}/get/parameters/0/schema')).toBe('api.yaml:19:11')
    expect(placeOf('#/paths/~1things~1{id}/get/parameters/0/schema/type')).toBe('api.yaml:6:3')
    expect(placeOf('#/paths/~1things~1{id}/get/parameters/0/schema/required/0')).toBe('api.yaml:8:7')
  })

  it('goes through a merge key', async () => {
    expect((await placesOf(YAML))('#/paths/~1things~1{id}/get/parameters/1/schema/minimum')).toBe('api.yaml:10:17')
  })

  it('gives the nearest ancestor of what is not there', async () => {
    const placeOf = await placesOf(YAML)

    expect(placeOf('#/info/license/name')).toBe('api.yaml:2:1')
    expect(placeOf('#/nothing/at/all')).toBe('api.yaml:1:1')
  })

  it('counts lines that end as on Windows', async () => {
    expect((await placesOf(YAML.replaceAll('\n', '\r\n')))('#/info/title')).toBe('api.yaml:3:3')
  })
})

describe('positions elsewhere', () => {
  it('are found in YAML that only a lenient parser reads', async () => {
    const placeOf = await placesOf(
      `${YAML}x-loose:\n  list: [\n    one\n  ]\n  alias: *shared\n  merged: { <<: *base }\n`,
    )

    expect(placeOf('#/x-loose/list/0')).toBe('api.yaml:29:5')
    expect(placeOf('#/x-loose/alias/type')).toBe('api.yaml:6:3')
    expect(placeOf('#/x-loose/merged/minimum')).toBe('api.yaml:10:17')
    expect(placeOf('#/paths/~1things~1{id}/get/responses/200')).toBe('api.yaml:22:9')
  })

  it('are found in JSON, indented by tabs or not at all', async () => {
    const document = {
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      paths: { '/a': { get: { responses: {} } } },
    }

    const indented = await placesOf({ 'api.json': JSON.stringify(document, null, '\t') })
    const minified = await placesOf({ 'api.json': JSON.stringify(document) })

    expect(indented('#/paths/~1a/get/responses')).toBe('api.json:10:5')
    expect(minified('#/info/version')).toBe('api.json:1:40')
  })

  it('are found in the files that a document refers to', async () => {
    const placeOf = await placesOf({
      'api.yaml': YAML.replaceAll('*shared', '{ $ref: parts/shared.yaml#/Thing }'),
      'parts/shared.yaml': 'Thing:\n  type: object\n',
    })

    expect(placeOf('/nowhere.yaml#/Thing')).toBe('unknown')
    const contract = await load({
      'api.yaml': YAML.replaceAll('*shared', '{ $ref: s.yaml#/Thing }'),
      's.yaml': 'Thing:\n  type: object\n',
    })
    const id = Object.keys(contract.documents).find((name) => name !== '')
    expect((await loadPositions(contract)).positionOf(`${id}#/Thing/type`)).toEqual({ file: id, line: 2, column: 3 })
  })

  it('are read again for a contract that was copied', async () => {
    const contract = await loadContract('api.yaml', { cwd: folderWith({ 'api.yaml': YAML }), cache: false })

    const positions = await loadPositions(structuredClone(contract))

    expect(positions.positionOf('#/info/title')).toEqual({ file: 'api.yaml', line: 3, column: 3 })
  })
})

describe('the lines around a place', () => {
  it('are some before and some after it, without their ends', async () => {
    const positions = await loadPositions(await load(YAML.replaceAll('\n', '\r\n')))

    expect(positions.excerptOf('#/x-shared/required')).toEqual({
      firstLine: 2,
      lines: YAML.split('\n').slice(1, 15),
    })
    expect(positions.excerptOf('#/openapi')?.firstLine).toBe(1)
  })

  it('are cut to what stands there where a document is one long line', async () => {
    const paths = { '/a': { get: {} } }
    const document = { openapi: '3.1.0', info: { title: 'x'.repeat(500), version: '1' }, paths }
    const positions = await loadPositions(await load(JSON.stringify(document)))

    const excerpt = positions.excerptOf('#/info/version')

    expect(excerpt).toEqual({ firstLine: 1, lines: ['…"version":"1"},"paths":{"/a":{"get":{}}}}'] })
  })
})
