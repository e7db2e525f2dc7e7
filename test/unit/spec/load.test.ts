import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeAt } from '../../../spec/dereference.ts'
import { loadContract } from '../../../spec/load.ts'
import { loadPositions } from '../../../spec/positions.ts'
import { schemaView } from '../../../spec/schema-view.ts'
import { documentWith, folderWith, load, messageOf } from './temporary-documents.ts'

const SMALL = documentWith('{ type: object }')

async function serving<T>(files: Readonly<Record<string, string>>, act: (baseUrl: string) => Promise<T>): Promise<T> {
  const server: Server = createServer((request, response) => {
    const content = files[(request.url ?? '').replace(/\?.*/, '')]
    response.writeHead(content === undefined ? 404 : 200).end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

describe('where a contract comes from', () => {
  it('is YAML or JSON, with the same model', async () => {
    const yaml = await load(SMALL)
    const json = await load({ 'api.json': JSON.stringify(yaml.documents['']) })

    expect(json.operations).toEqual(yaml.operations)
  })

  it.each([
    ['a byte order mark', Buffer.from(`\uFEFF${SMALL}`)],
    ['UTF-16', Buffer.from(`\uFEFF${SMALL}`, 'utf16le')],
  ])('may begin with %s', async (_what, bytes) => {
    expect((await load({ 'api.yaml': bytes })).operations).toHaveLength(1)
  })

  it('is read from a URL, from where its relative servers are seen', async () => {
    await serving({ '/docs/api.yaml': `servers: [{ url: ../v1 }, { url: '/' }]\n${SMALL}` }, async (baseUrl) => {
      const contract = await loadContract(`${baseUrl}/docs/api.yaml?token=secret`)

      expect(contract.source).toBe(`${baseUrl}/docs/api.yaml?…`)
      expect(contract.servers).toEqual([{ url: `${baseUrl}/v1` }, { url: `${baseUrl}/` }])
      expect((await loadPositions(contract)).positionOf('#/openapi')?.line).toBe(2)
    })
  })

  it('refuses a relative reference in a document from a URL', async () => {
    await serving(
      { '/api.yaml': documentWith("{ $ref: 'parts.yaml#/A' }"), '/parts.yaml': 'A: {}' },
      async (baseUrl) => {
        const message = await messageOf(() => loadContract(`${baseUrl}/api.yaml`))

        expect(message).toContain("the remote $ref 'parts.yaml#/A' is refused")
      },
    )
  })

  it('is the packaged document without a source', async () => {
    expect((await loadContract()).source).toBe('payroc-openapi.yaml')
  })
})

describe('a contract of several files', () => {
  const files = {
    'api.yaml': documentWith("{ $ref: 'parts/a.yaml#/A' }", { components: '{ schemas: { Own: { type: integer } } }' }),
    'parts/a.yaml':
      "A: { properties: { own: { $ref: '#/B' }, next: { $ref: './b.json' }, back: { $ref: '../api.yaml#/components/schemas/Own' } } }\nB: { type: string }\n",
    'parts/b.json': '{ "items": { "$ref": "a.yaml#/A" } }',
  }

  it('follows references between them, back and in circles', async () => {
    const contract = await load(files)

    const { schema } = schemaView(
      contract,
      contract.operations[0]?.requestBody?.content[0]?.schema as string,
      'request',
    )

    expect(schema).toEqual({
      properties: { own: { $ref: '#/$defs/B' }, next: { $ref: '#/$defs/b' }, back: { $ref: '#/$defs/Own' } },
      $defs: {
        B: { type: 'string' },
        b: { items: { $ref: '#/$defs/A' } },
        Own: { type: 'integer' },
        A: {
          properties: { own: { $ref: '#/$defs/B' }, next: { $ref: '#/$defs/b' }, back: { $ref: '#/$defs/Own' } },
        },
      },
    })
    expect(nodeAt(contract, contract.operations[0]?.requestBody?.content[0]?.schema as string)).toHaveProperty(
      'properties',
    )
  })

  it('is compiled anew when one of them changes', async () => {
    const folder = folderWith(files)
    const options = { cwd: folder, cacheDir: join(folder, 'cache') }
    await loadContract('api.yaml', options)
    writeFileSync(join(folder, 'parts/b.json'), '{ "type": "null" }')

    const contract = await loadContract('api.yaml', options)

    expect(contract.documents[join(folder, 'parts/b.json')]).toEqual({ type: 'null' })
  })
})

describe('what loading can live with', () => {
  it('warns of what the structural validator finds, in one line each', async () => {
    const contract = await load(`openapi: 3.0.3
info: { title: Test }
paths:
  /things:
    get:
      parameters: [{ name: q, in: query, schema: { type: string, minLength: -1 } }]
`)

    expect(contract.warnings).toMatchInlineSnapshot(`
      [
        "#/info: must have required property 'version'",
        "#/paths/~1things/get: must have required property 'responses'",
        "#/paths/~1things/get/parameters/0/schema/minLength: must be >= 0",
      ]
    `)
  })

  it('warns of versions that are no text', async () => {
    const contract = await load(SMALL.replace('3.1.0', '3.1').replace("'1'", '1'))

    expect([contract.openapi, contract.version, contract.warnings]).toMatchInlineSnapshot(`
      [
        "3.1",
        "1",
        [
          "#/openapi: the version 3.1 should be text: '3.1.0'",
        ],
      ]
    `)
  })

  it('takes the last of repeated keys', async () => {
    const contract = await load(`${SMALL}info: { title: Last, version: '2' }\n`)

    expect(contract.title).toBe('Last')
    expect(contract.warnings).toEqual(['api.yaml:10:1: duplicated mapping key'])
  })

  it('reads tags that it does not know and loose indentation', async () => {
    const contract = await load(`${SMALL}x-a: !unknown 1\nx-b:\n  x-c: [\n    1\n  ]\n`)

    expect(contract.operations).toHaveLength(1)
    expect(contract.warnings[0]).toMatch(/^api\.yaml:\d+:\d+: /)
  })

  it('counts what is too much to list', async () => {
    const paths = Array.from(
      { length: 60 },
      (_, n) => `  /p${n}: { get: { operationId: same, responses: { 200: {} } } }\n`,
    )

    const { warnings } = await load(`openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n${paths.join('')}`)

    expect(warnings).toHaveLength(21)
    expect(warnings.at(-1)).toMatch(/^… and \d+ more$/)
  })
})

describe('the cache', () => {
  const options = (folder: string): { cwd: string; cacheDir: string } => ({
    cwd: folder,
    cacheDir: join(folder, 'cache'),
  })
  const entriesIn = (folder: string): readonly string[] => readdirSync(join(folder, 'cache', 'contracts'))

  it('gives an equal contract the second time, with shared parts still shared', async () => {
    const folder = folderWith({ 'api.yaml': SMALL })

    const first = await loadContract('api.yaml', options(folder))
    const second = await loadContract('./api.yaml', options(folder))

    expect(entriesIn(folder)).toHaveLength(1)
    expect(second).toEqual({ ...first, source: './api.yaml' })
    const [body, response] = ['requestBody', 'responses/200'].map((part) =>
      nodeAt(second, `#/paths/~1things/post/${part}/content/application~1json/schema`),
    )
    expect(body).toBe(response)
  })

  it('is what answers the second time', async () => {
    const folder = folderWith({ 'api.yaml': SMALL })
    const first = await loadContract('api.yaml', options(folder))
    const [name] = entriesIn(folder)
    const other = folderWith({ 'api.yaml': SMALL.replace('Test', 'From the cache') })
    await loadContract('api.yaml', options(other))
    const [otherName] = entriesIn(other)
    writeFileSync(
      join(folder, 'cache', 'contracts', name as string),
      readFileSync(join(other, 'cache', 'contracts', otherName as string)),
    )

    const second = await loadContract('api.yaml', options(folder))

    expect([first.title, second.title]).toEqual(['Test', 'From the cache'])
  })

  it.each([
    ['cut off', (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2)],
    ['empty', (): Buffer => Buffer.alloc(0)],
    ['damaged', (bytes: Buffer): Buffer => bytes.fill(7, 100, 110)],
    ['of someone else', (): Buffer => Buffer.from('#!/bin/sh\necho hello\n')],
  ])('is ignored when it is %s', async (_how, spoil) => {
    const folder = folderWith({ 'api.yaml': SMALL })
    const first = await loadContract('api.yaml', options(folder))
    const file = join(folder, 'cache', 'contracts', entriesIn(folder)[0] as string)
    writeFileSync(file, spoil(readFileSync(file)))

    const second = await loadContract('api.yaml', options(folder))

    expect(second).toEqual(first)
  })

  it('is ignored where it cannot be written', async () => {
    const folder = folderWith({ 'api.yaml': SMALL, cache: 'a file where the folder should be' })

    expect((await loadContract('api.yaml', options(folder))).operations).toHaveLength(1)
  })

  it('is not touched when it is switched off, or when nobody says where it is', async () => {
    const folder = folderWith({ 'api.yaml': SMALL })

    await loadContract('api.yaml', { ...options(folder), cache: false })
    await loadContract('api.yaml', { cwd: folder })

    expect(readdirSync(folder)).toEqual(['api.yaml'])
  })

  it('does not take one document for another of the same name', async () => {
    const folder = folderWith({ 'api.yaml': SMALL })
    await loadContract('api.yaml', options(folder))
    writeFileSync(join(folder, 'api.yaml'), SMALL.replace('Test', 'Changed'))

    expect((await loadContract('api.yaml', options(folder))).title).toBe('Changed')
  })
})
