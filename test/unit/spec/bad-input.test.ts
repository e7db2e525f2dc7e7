import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { loadContract } from '../../../spec/load.ts'
import { documentWith, folderWith, messageOf, refusal } from './temporary-documents.ts'

describe('a document that cannot be read', () => {
  it('names a file that is not there and the one that was meant', async () => {
    const folder = folderWith({ 'petstore.yaml': 'openapi: 3.1.0' })

    const message = await messageOf(() => loadContract('petstor.yaml', { cwd: folder }), folder)

    expect(message).toMatchInlineSnapshot(`
      "[document] no such file: petstor.yaml
      hint: Did you mean "petstore.yaml"?"
    `)
  })

  it('says that a directory is one', async () => {
    const folder = folderWith({ 'specs/a.yaml': '', 'specs/b.json': '', 'specs/readme.md': '' })

    const message = await messageOf(() => loadContract('specs', { cwd: folder }), folder)

    expect(message).toMatchInlineSnapshot(`
      "[document] specs is a directory, not an OpenAPI document
      hint: It has: a.yaml, b.json."
    `)
  })

  it('refuses a file above the cap without reading it', async () => {
    const message = await refusal({ 'big.json': Buffer.alloc(50 * 1024 * 1024, ' ') })

    expect(message).toMatchInlineSnapshot(`
      "[document] big.json has 50 MB; a document may have 32 MB
      hint: Is it the right file? Large examples can move to files of their own."
    `)
  })

  it('says that a binary file is no text', async () => {
    const message = await refusal({ 'api.yaml': new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]) })

    expect(message).toMatchInlineSnapshot(`
      "[document] api.yaml is not a text file, expected an OpenAPI document in YAML or JSON
      hint: Is it compressed, or another kind of file?"
    `)
  })

  it('says what a server answered instead of the document, without the password in its URL', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end('nothing here'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo

    const message = await messageOf(() => loadContract(`http://me:hunter2@127.0.0.1:${port}/api.yaml?token=abc`))
    server.close()

    expect(message.replaceAll(String(port), 'PORT')).toMatchInlineSnapshot(`
      "[document] http://127.0.0.1:PORT/api.yaml?… answered 404, expected the OpenAPI document
      hint: Open the URL in a browser, or download the document and pass its path."
    `)
  })

  it('says why a server could not be reached', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))

    const message = await messageOf(() => loadContract(`http://127.0.0.1:${port}/api.yaml`))

    expect(message.replaceAll(String(port), 'PORT')).toMatchInlineSnapshot(`
      "[document] http://127.0.0.1:PORT/api.yaml could not be fetched: connect ECONNREFUSED 127.0.0.1:PORT
      hint: Check the URL and the network, or download the document and pass its path."
    `)
  })
})

describe('a document that does not parse', () => {
  it('shows where YAML is broken', async () => {
    const message = await refusal('openapi: 3.1.0\ninfo:\n  title: Test\n  version: 1: 2\npaths: {}\n')

    expect(message).toMatchInlineSnapshot(`
      "[document] api.yaml:4:13 is not valid YAML: bad indentation of a mapping entry
        2 | info:
        3 |   title: Test
        4 |   version: 1: 2
          |             ^
        5 | paths: {}"
    `)
  })

  it('shows where JSON is broken', async () => {
    const message = await refusal({
      'api.json': '{\n  "openapi": "3.1.0",\n  "info": { "title": "Test" "version": "1" }\n}\n',
    })

    expect(message).toMatchInlineSnapshot(`
      "[document] api.json:3:29 is not valid JSON: comma expected
        1 | {
        2 |   "openapi": "3.1.0",
        3 |   "info": { "title": "Test" "version": "1" }
          |                             ^
        4 | }"
    `)
  })

  it('shows only the place in a document of one very long line', async () => {
    const message = await refusal({ 'api.json': `{ "openapi": "3.1.0", "x": [${'1,'.repeat(300)}]}` })

    expect(message).toMatchInlineSnapshot(`
      "[document] api.json:1:629 is not valid JSON: value expected
        1 | …,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,]}
          |                                                             ^"
    `)
  })

  it('refuses an alias without an anchor', async () => {
    const message = await refusal('openapi: 3.1.0\npaths: *nowhere\n')

    expect(message).toMatchInlineSnapshot(`
      "[document] api.yaml:2:9 is not valid YAML: unidentified alias "nowhere"
        1 | openapi: 3.1.0
        2 | paths: *nowhere
          |         ^"
    `)
  })

  it('refuses several documents in one file', async () => {
    const message = await refusal('openapi: 3.1.0\n---\nopenapi: 3.1.0\n')

    expect(message).toMatchInlineSnapshot(
      `"[document] api.yaml is not valid YAML: expected a single document in the stream, but found more"`,
    )
  })
})

describe('a document that is something else', () => {
  it.each([
    ['an empty file', ''],
    ['a file of comments', '# nothing yet\n\n'],
    ['a list', '- openapi: 3.1.0\n'],
    ['prose', 'Dear reader, this is a letter.'],
    ['a package.json', '{ "name": "x", "dependencies": {} }'],
    ['an AsyncAPI document', 'asyncapi: 2.6.0\nchannels: {}\n'],
    ['another mapping', 'name: x\n'],
    ['Swagger 2.0', 'swagger: "2.0"\npaths: {}\n'],
    ['OpenAPI 3.2', 'openapi: 3.2.0\npaths: {}\n'],
    ['OpenAPI 4', 'openapi: 4\npaths: {}\n'],
    ['no version', 'openapi: [3, 1]\npaths: {}\n'],
  ])('names %s', async (title, text) => {
    const message = await refusal(text)

    expect(`${title}\n${message}`).toMatchSnapshot()
  })
})

describe('a document that is too much', () => {
  it('refuses an alias bomb at once', async () => {
    const lines = ['openapi: 3.1.0', 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let level = 1; level <= 30; level++) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`)
    }

    const message = await refusal(lines.join('\n'))

    expect(message).toMatchInlineSnapshot(`
      "[document] api.yaml has YAML aliases that expand to more than 20000000 values
      hint: Use $ref for what is repeated so often."
    `)
  })

  it('refuses an alias inside its own anchor', async () => {
    const message = await refusal('openapi: 3.1.0\npaths: &paths\n  /things:\n    get: *paths\n')

    expect(message).toMatchInlineSnapshot(`
      "[document] api.yaml has a YAML alias inside its own anchor, at #/paths/~1things/get
      hint: Circular schemas are written with $ref."
    `)
  })

  it('refuses deep nesting in JSON without running out of stack', async () => {
    const message = await refusal({
      'api.json': `{"openapi":"3.1.0","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    })

    expect(message).toMatchInlineSnapshot(`"[document] api.json nests deeper than 500 levels, below #/x/0/0/0/0"`)
  })

  it('refuses deep nesting in YAML without running out of stack', async () => {
    const message = await refusal(`openapi: 3.1.0\nx: ${'['.repeat(100_000)}${']'.repeat(100_000)}`)

    expect(message).toMatch(/^\[document\] api\.yaml:2:\d+ is not valid YAML: /)
  })

  it('refuses nesting that only aliases make deep', async () => {
    const nested = (inner: string): string => `${'['.repeat(300)}${inner}${']'.repeat(300)}`

    const message = await refusal(`openapi: 3.1.0\na: &a ${nested('x')}\nb: ${nested('*a')}\n`)

    expect(message).toMatchInlineSnapshot(`"[document] api.yaml nests deeper than 500 levels, below #/b/0/0/0/0"`)
  })
})

describe('a document without operations', () => {
  it.each([
    ['empty paths', 'paths: {}'],
    ['no paths', 'components: {}'],
    ['path items without methods', 'paths: { /things: { summary: Nothing } }'],
    ['null path items', 'paths: { /things: null }'],
    ['only webhooks', 'webhooks: { done: { post: { responses: {} } } }'],
  ])('is refused: %s', async (title, text) => {
    const message = await refusal(`openapi: 3.1.0\ninfo: { title: Test, version: '1' }\n${text}\n`)

    expect(`${title}\n${message}`).toMatchSnapshot()
  })
})

describe('a reference that cannot be followed', () => {
  it('names a local one, its line, and what was meant', async () => {
    const message = await refusal(
      documentWith("{ $ref: '#/components/schemas/Ting' }", { components: '{ schemas: { Thing: {} } }' }),
    )

    expect(message).toMatchInlineSnapshot(`
      "[document] api.yaml:7:71: the $ref '#/components/schemas/Ting' leads nowhere (at #/paths/~1things/post/requestBody/content/application~1json/schema)
        5 |     post:
        6 |       operationId: op
        7 |       requestBody: { content: { application/json: { schema: &schema { $ref: '#/components/schemas/Ting' } } } }
          |                                                                       ^
        8 |       responses: { 200: { description: Fine., content: { application/json: { schema: *schema } } } }
        9 | components: { schemas: { Thing: {} } }
      hint: Did you mean "Thing"?"
    `)
  })

  it('names one inside a schema that operations reach', async () => {
    const message = await refusal(`openapi: 3.0.3
info: { title: Test, version: '1' }
paths:
  /things:
    get:
      responses:
        '200':
          $ref: '#/components/responses/Things'
components:
  responses:
    Things:
      description: Things.
      content:
        application/json:
          schema:
            type: array
            items:
              $ref: '#/components/schemas/Thing'
`)

    expect(message).toMatchInlineSnapshot(`
      "[document] api.yaml:18:15: the $ref '#/components/schemas/Thing' leads nowhere (at #/components/responses/Things/content/application~1json/schema/items)
        16 |             type: array
        17 |             items:
        18 |               $ref: '#/components/schemas/Thing'
           |               ^"
    `)
  })

  it('names a parameter that leads back to itself', async () => {
    const message = await refusal(`openapi: 3.0.3
info: { title: Test, version: '1' }
paths:
  /things:
    get:
      parameters: [{ $ref: '#/components/parameters/A' }]
components:
  parameters:
    A: { $ref: '#/components/parameters/B' }
    B: { $ref: '#/components/parameters/A' }
`)

    expect(message).toMatchInlineSnapshot(`
      "[document] api.yaml:6:22: the $ref '#/components/parameters/A' leads back to itself (at #/paths/~1things/get/parameters/0)
        4 |   /things:
        5 |     get:
        6 |       parameters: [{ $ref: '#/components/parameters/A' }]
          |                      ^
        7 | components:
        8 |   parameters:"
    `)
  })

  it('refuses a remote one', async () => {
    const message = await refusal(documentWith("{ $ref: 'https://example.com/schemas.yaml#/Thing' }"))

    expect(message).toMatchInlineSnapshot(`
      "[document] api.yaml:7:71: the remote $ref 'https://example.com/schemas.yaml#/Thing' is refused (at #/paths/~1things/post/requestBody/content/application~1json/schema)
        5 |     post:
        6 |       operationId: op
        7 |       requestBody: { content: { application/json: { schema: &schema { $ref: 'https://example.com/schemas.yaml#/Thing' } } } }
          |                                                                       ^
        8 |       responses: { 200: { description: Fine., content: { application/json: { schema: *schema } } } }
        9 | components: {}
      hint: Only files beside the document are read. Bundle it into one file first, or keep a copy of what it refers to."
    `)
  })

  it('names a file that is not there', async () => {
    const message = await refusal(documentWith("{ $ref: './missing.yaml#/Thing' }"))

    expect(message).toMatchInlineSnapshot(`
      "[document] api.yaml:7:71: the $ref './missing.yaml#/Thing' cannot be read: no such file: missing.yaml (at #/paths/~1things/post/requestBody/content/application~1json/schema)
        5 |     post:
        6 |       operationId: op
        7 |       requestBody: { content: { application/json: { schema: &schema { $ref: './missing.yaml#/Thing' } } } }
          |                                                                       ^
        8 |       responses: { 200: { description: Fine., content: { application/json: { schema: *schema } } } }
        9 | components: {}"
    `)
  })

  it('names the place in another file', async () => {
    const message = await refusal({
      'api.yaml': documentWith("{ $ref: './parts/things.yaml#/Thing' }"),
      'parts/things.yaml': "Thing:\n  type: object\n  properties:\n    owner:\n      $ref: '#/Owner'\n",
    })

    expect(message).toMatchInlineSnapshot(`
      "[document] parts/things.yaml:5:7: the $ref '#/Owner' leads nowhere (at parts/things.yaml#/Thing/properties/owner)
        3 |   properties:
        4 |     owner:
        5 |       $ref: '#/Owner'
          |       ^"
    `)
  })

  it('shows where another file is broken', async () => {
    const message = await refusal({
      'api.yaml': documentWith("{ $ref: './things.yaml#/Thing' }"),
      'things.yaml': 'Thing:\n  type: [object\n',
    })

    expect(message).toMatchInlineSnapshot(`
      "[document] things.yaml:3:1 is not valid YAML: deficient indentation
        1 | Thing:
        2 |   type: [object
        3 |
          | ^"
    `)
  })

  it('does not mind what no operation uses, nor what only looks like a reference', async () => {
    const message = await refusal(
      documentWith("{ type: object, example: { $ref: '#/nowhere' }, properties: { $ref: { type: string } } }", {
        components: "{ schemas: { Unused: { $ref: '#/components/schemas/Nowhere' } } }",
      }),
    )

    expect(message).toBe('not refused')
  })
})
