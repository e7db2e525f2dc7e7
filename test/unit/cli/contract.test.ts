import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contractCommand } from '../../../cli/commands/contract.ts'
import { HarnessError } from '../../../core/harness-error.ts'

const TESTS = fileURLToPath(new URL('../..', import.meta.url))

let cacheDir: string

beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'contract-command-'))
})

afterAll(() => rm(cacheDir, { recursive: true }))

/** Runs a command line in the folder of the tests. */
async function run(...args: readonly string[]): Promise<{ readonly text: string; readonly codes: readonly number[] }> {
  let text = ''
  const codes: number[] = []
  const command = contractCommand({
    write: (part) => void (text += part),
    exit: (code) => void codes.push(code),
    cwd: TESTS,
    cacheDir,
  })
  await command.exitOverride().parseAsync([...args], { from: 'user' })
  return { text, codes }
}

describe('contract list', () => {
  it('shows every operation and counts them by method', async () => {
    const { text, codes } = await run('list', '--spec', 'servers/shop-api.yaml')

    expect(codes).toEqual([0])
    expect(text).toMatchInlineSnapshot(`
      "OPERATION     METHOD  PATH                  TAGS    PARAMETERS  BODY              RESPONSES  NOTES
      createOrder   POST    /orders               Orders           1  application/json          5  idempotency key
      listOrders    GET     /orders               Orders           2  -                         3
      getOrder      GET     /orders/{id}          Orders           1  -                         4
      cancelOrder   DELETE  /orders/{id}          Orders           1  -                         5
      captureOrder  POST    /orders/{id}/capture  Orders           2  application/json          6  idempotency key

      5 operations on 3 paths: 2 POST, 2 GET, 1 DELETE
      "
    `)
  })

  it('shows the operations that the filters choose', async () => {
    const { text } = await run(
      'list',
      '--spec',
      'servers/shop-api.yaml',
      '--operation',
      '*Order',
      '--exclude-method',
      'get',
    )

    expect(text).toMatchInlineSnapshot(`
      "OPERATION     METHOD  PATH                  TAGS    PARAMETERS  BODY              RESPONSES  NOTES
      createOrder   POST    /orders               Orders           1  application/json          5  idempotency key
      cancelOrder   DELETE  /orders/{id}          Orders           1  -                         5
      captureOrder  POST    /orders/{id}/capture  Orders           2  application/json          6  idempotency key

      3 of 5 operations on 3 paths: 2 POST, 1 DELETE
      "
    `)
  })

  it('joins a filter that is given twice', async () => {
    const { text } = await run('list', '--spec', 'servers/shop-api.yaml', '--method', 'get', '--method', 'delete')

    expect(text.split('\n').at(-2)).toMatchInlineSnapshot(`"3 of 5 operations on 2 paths: 2 GET, 1 DELETE"`)
  })

  it('refuses a filter that matches nothing', async () => {
    const error: unknown = await run('list', '--spec', 'servers/shop-api.yaml', '--operation', 'createOder').catch(
      (reason: unknown) => reason,
    )

    expect(error).toBeInstanceOf(HarnessError)
    expect(error).toMatchObject({ code: 'usage', hint: 'Did you mean "createOrder"?' })
  })

  it('says as JSON what a program may want to choose by', async () => {
    const { text } = await run(
      'list',
      '--spec',
      'servers/shop-api.yaml',
      '--operation',
      'createOrder',
      '--format',
      'json',
    )

    expect(JSON.parse(text)).toMatchInlineSnapshot(
      { contract: { sha256: expect.any(String) } },
      `
      {
        "contract": {
          "operations": 5,
          "sha256": Any<String>,
          "source": "servers/shop-api.yaml",
          "title": "Shop",
          "version": "1.0.0",
        },
        "operations": [
          {
            "deprecated": false,
            "idempotencyKey": "required",
            "method": "post",
            "operationId": "createOrder",
            "parameters": [
              {
                "in": "header",
                "name": "Idempotency-Key",
                "required": true,
              },
            ],
            "path": "/orders",
            "pointer": "#/paths/~1orders/post",
            "requestBody": {
              "mediaTypes": [
                "application/json",
              ],
              "required": true,
            },
            "responses": [
              "201",
              "400",
              "401",
              "409",
              "415",
            ],
            "secured": true,
            "summary": null,
            "tags": [
              "Orders",
            ],
          },
        ],
      }
    `,
    )
  })

  it('lists the packaged document when none is named', async () => {
    const { text } = await run('list')

    expect(text.split('\n').at(-2)).toMatchInlineSnapshot(
      `"131 operations on 88 paths: 61 GET, 45 POST, 12 DELETE, 7 PUT, 6 PATCH"`,
    )
  })
})

describe('contract links', () => {
  it('shows where ids come from and where they go', async () => {
    const { text, codes } = await run('links', '--spec', 'servers/shop-api.yaml')

    expect(codes).toEqual([0])
    expect(text).toMatchInlineSnapshot(`
      "orderId
        made by    createOrder   body /id
        made by    createOrder   header Location
        shown by   listOrders    body /data/*/id
        shown by   getOrder      body /id
        shown by   captureOrder  body /id
        needed by  getOrder      path id
        needed by  cancelOrder   path id
        needed by  captureOrder  path id

      1 pool
      "
    `)
  })

  it('shows the same to programs', async () => {
    const { text } = await run('links', '--spec', 'servers/shop-api.yaml', '--format', 'json')

    expect(JSON.parse(text)).toMatchObject({
      pools: [
        {
          name: 'orderId',
          producers: [
            { operationId: 'createOrder', from: { in: 'body', pointer: '/id' }, creates: true },
            {},
            {},
            {},
            {},
          ],
          consumers: [{ operationId: 'getOrder', place: { in: 'path', name: 'id' } }, {}, {}],
        },
      ],
    })
  })
})

describe('contract lint', () => {
  it('names each defect with line, rule and pointer, then counts them, and ends with 1', async () => {
    const { text, codes } = await run('lint', '--spec', 'corpus/lint/062-discriminator-tag-matches.yaml')

    expect(codes).toEqual([1])
    expect(text).toMatchInlineSnapshot(`
      "corpus/lint/062-discriminator-tag-matches.yaml:24:59  error    discriminator-is-sound  tag "cat" leads to a branch whose "kind" is "dog" (see line 23)  #/components/schemas/Thing/properties/swapped/discriminator/mapping/cat
      corpus/lint/062-discriminator-tag-matches.yaml:24:69  error    discriminator-is-sound  tag "dog" leads to a branch whose "kind" is "cat" (see line 23)  #/components/schemas/Thing/properties/swapped/discriminator/mapping/dog
      corpus/lint/062-discriminator-tag-matches.yaml:26:19  warning  discriminator-is-sound  without a mapping the tag of this branch is "Cat", but its "kind" is "cat"  #/components/schemas/Thing/properties/implied/oneOf/0

        2  error    discriminator-is-sound
        1  warning  discriminator-is-sound
      3 defects: 2 errors, 1 warning, 0 info
      "
    `)
  })

  it('counts the places of a shared defect', async () => {
    const { text } = await run('lint', '--spec', 'corpus/lint/075-example-behind-alias.yaml')

    expect(text).toMatchInlineSnapshot(`
      "corpus/lint/075-example-behind-alias.yaml:15:15  error    example-matches-schema  the example breaks its schema: expected a string of at most 3 characters, got "Heater" (6 characters) (see line 14, 2 more places)  #/paths/~1a/get/responses/200/content/application~1json/example

        1  error  example-matches-schema
      1 defect: 1 error, 0 warnings, 0 info
      "
    `)
  })

  it('names the file of a defect in another file', async () => {
    const { text } = await run('lint', '--spec', 'corpus/lint/081-other-file.yaml')

    expect(text.replaceAll(TESTS, '/tests/')).toMatchInlineSnapshot(`
      "/tests/corpus/lint/parts/common.yaml:5:24  error    bounds-are-satisfiable  no number is between minimum 3 and maximum 2  /tests/corpus/lint/parts/common.yaml#/Size/minimum

        1  error  bounds-are-satisfiable
      1 defect: 1 error, 0 warnings, 0 info
      "
    `)
  })

  it('ends with 0 when nothing is found', async () => {
    const { text, codes } = await run('lint', '--spec', 'corpus/lint/000-clean-3.1.yaml')

    expect(codes).toEqual([0])
    expect(text).toBe('no defects found\n')
  })

  it('ends with 0 when what is found is only worth knowing', async () => {
    const { text, codes } = await run('lint', '--spec', 'corpus/lint/017-body-fits-method.yaml')

    expect(codes).toEqual([0])
    expect(text).toMatchInlineSnapshot(`
      "corpus/lint/017-body-fits-method.yaml:9:7  info     body-fits-method  DELETE /a documents a request body, which has no defined meaning  #/paths/~1a/delete/requestBody

        1  info  body-fits-method
      1 defect: 0 errors, 0 warnings, 1 info
      "
    `)
  })

  it('finds the same in a contract from the cache', async () => {
    const spec = ['--spec', 'corpus/lint/075-example-behind-alias.yaml']

    const fresh = await run('lint', ...spec, '--no-cache')
    const compiled = await run('lint', ...spec)
    const cached = await run('lint', ...spec)

    expect(compiled).toEqual(fresh)
    expect(cached).toEqual(fresh)
  })

  it('says the same as JSON', async () => {
    const { text, codes } = await run(
      'lint',
      '--spec',
      'corpus/lint/010-operation-id-is-unique.yaml',
      '--format',
      'json',
    )

    expect(codes).toEqual([1])
    expect(JSON.parse(text)).toMatchInlineSnapshot(
      { contract: { sha256: expect.any(String) } },
      `
      {
        "contract": {
          "operations": 2,
          "sha256": Any<String>,
          "source": "corpus/lint/010-operation-id-is-unique.yaml",
          "title": "Corpus",
          "version": "1",
        },
        "findings": [
          {
            "code": "operation-id-is-unique",
            "column": 7,
            "file": "corpus/lint/010-operation-id-is-unique.yaml",
            "line": 13,
            "message": ""read" is the operationId of another operation too",
            "otherPlaces": 0,
            "pointer": "#/paths/~1b/get/operationId",
            "related": [
              {
                "file": "corpus/lint/010-operation-id-is-unique.yaml",
                "line": 8,
                "pointer": "#/paths/~1a/get/operationId",
              },
            ],
            "severity": "error",
          },
        ],
        "rules": [
          {
            "code": "operation-id-is-unique",
            "count": 1,
            "severity": "error",
          },
        ],
        "totals": {
          "error": 1,
          "info": 0,
          "warning": 0,
        },
      }
    `,
    )
  })

  it('finds the real defects of the packaged document', async () => {
    const { text, codes } = await run('lint')

    expect(codes).toEqual([1])
    expect(text.slice(text.indexOf('\n\n') + 2)).toMatchInlineSnapshot(`
      "   1  error    discriminator-is-sound
        14  error    example-matches-schema
         3  error    problem-status-matches-response
         1  warning  discriminator-is-sound
         3  warning  format-is-known
         2  warning  keyword-applies-to-type
        11  warning  not-found-is-documented
         2  warning  unauthorized-is-documented
        16  info     format-is-known
      53 defects: 18 errors, 19 warnings, 16 info
      "
    `)
  })
})
