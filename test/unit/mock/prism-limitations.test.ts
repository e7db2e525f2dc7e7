import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeExchange } from '../../../checks/all.ts'
import type { Judged } from '../../../checks/check.ts'
import type { Exchange, HeaderList } from '../../../core/exchange.ts'
import type { JsonObject } from '../../../core/json.ts'
import { type MockServer, startPrism } from '../../../mock/prism.ts'
import { PRISM_LIMITATIONS, recognisePrismDefect } from '../../../mock/prism-limitations.ts'
import type { Contract } from '../../../spec/model.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { contractOf, getting, json } from './contract-of.ts'

const text = { type: 'string' }
const query = (name: string, schema: JsonObject, rest: JsonObject = {}): JsonObject => ({
  name,
  in: 'query',
  schema,
  ...rest,
})
const pathParameter = (name: string): JsonObject => ({ name, in: 'path', required: true, schema: text })
const object = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
})
const posting = (
  operationId: string,
  content: JsonObject,
  responses: JsonObject = { '204': { description: 'done' } },
): JsonObject => ({
  post: { operationId, requestBody: { required: true, content }, responses },
})

/** One small operation for each limitation. */
const PATHS: JsonObject = {
  '/documented-example': getting(
    'documentedExample',
    json(object({ name: text, at: { type: 'string', format: 'date-time' }, n: { type: 'integer' } }, ['name']), {
      example: { at: 'yesterday', n: 1 },
    }),
  ),
  '/documented-list': getting(
    'documentedList',
    json(
      { type: 'array', items: object({ at: { type: 'string', format: 'date' } }) },
      { example: [{ at: 'monday' }, { at: 'friday' }] },
    ),
  ),
  '/masked-example': getting(
    'maskedExample',
    json(object({ accountNumber: { type: 'string', maxLength: 4 } }), { example: { accountNumber: '12-3456' } }),
  ),
  '/sampled-text': getting('sampledText', json(object({ code: { type: 'string', pattern: '^[0-9]{3}$' } }))),
  '/sampled-example': getting(
    'sampledExample',
    json(object({ day: { type: 'string', format: 'date', example: '1.2.2024' } })),
  ),
  '/sampled-number': getting('sampledNumber', json(object({ n: { type: 'number', minimum: 1, multipleOf: 5 } }))),
  '/sampled-items': getting('sampledItems', json({ type: 'array', minItems: 2, uniqueItems: true, items: text })),
  '/sampled-header': {
    get: {
      operationId: 'sampledHeader',
      responses: {
        '204': { description: 'none', headers: { 'X-Done': { required: true, schema: { type: 'boolean' } } } },
      },
    },
  },
  '/circular': getting('circular', json({ $ref: '#/components/schemas/Node' })),
  '/things#all': getting('fragment', json(text)),
  '/zoo/{place}/info': getting('placeInfo', json(object({ place: { type: 'integer', example: 1 } }, ['place'])), {
    parameters: [pathParameter('place')],
  }),
  '/zoo/main/{part}': getting('mainPart', json(object({ part: { type: 'boolean', example: true } }, ['part'])), {
    parameters: [pathParameter('part')],
  }),
  '/only-failure': {
    get: { operationId: 'onlyFailure', responses: { '404': { description: 'none', content: json(text) } } },
  },
  '/binary': getting('binary', { 'application/pdf': { schema: object({ page: text }) } }),
  '/text': getting('plainText', { 'text/plain': { schema: object({ page: text }) } }),
  '/complex': getting(
    'complex',
    json(object(Object.fromEntries(Array.from({ length: 2_600 }, (_, i) => [`p${i}`, text])))),
  ),
  '/integer': posting('integer', json(object({ n: { type: 'integer', format: 'int64' } })), {
    '204': { description: 'done' },
    '400': { description: 'bad', content: json(object({ error: text })) },
  }),
  '/ignored-header': getting('ignoredHeader', json(text), {
    parameters: [{ name: 'Authorization', in: 'header', required: true, schema: text }],
  }),
  '/other-body': posting('otherBody', { 'text/json': { schema: object({ a: text }) } }),
  '/falsy-body': posting('falsyBody', json({ type: 'boolean' })),
  '/empty-query': getting('emptyQuery', json(text), { parameters: [query('Word', text, { required: true })] }),
  '/misplaced-enum': getting('misplacedEnum', json(text), {
    parameters: [query('kinds', { type: 'array', items: text, enum: ['a', 'b'] })],
  }),
  '/form': posting('form', {
    'application/x-www-form-urlencoded': { schema: object({ tags: { type: 'array', items: text } }) },
  }),
  '/jobs/{job}:runAll': {
    post: { operationId: 'runAll', parameters: [pathParameter('job')], responses: { '204': { description: 'done' } } },
  },
  '/jobs/{name}:run': {
    post: { operationId: 'runJob', parameters: [pathParameter('name')], responses: { '204': { description: 'done' } } },
  },
}

const COMPONENTS = {
  components: {
    schemas: { Node: object({ name: text, next: { $ref: '#/components/schemas/Node' } }, ['name', 'next']) },
  },
}

interface Sent {
  readonly method?: string
  readonly path: string
  readonly headers?: HeaderList
  readonly body?: string
}

const typed = (type: string): HeaderList => [['content-type', type]]

const LIMITATIONS: readonly (readonly [id: string, operationId: string, check: string, sent: Sent])[] = [
  ['documented-example-breaks-contract', 'documentedExample', 'body-matches-schema', { path: '/documented-example' }],
  ['documented-example-breaks-contract', 'documentedList', 'body-matches-schema', { path: '/documented-list' }],
  ['documented-example-breaks-contract', 'maskedExample', 'body-matches-schema', { path: '/masked-example' }],
  ['sampled-value-breaks-contract', 'sampledText', 'body-matches-schema', { path: '/sampled-text' }],
  ['sampled-value-breaks-contract', 'sampledNumber', 'body-matches-schema', { path: '/sampled-number' }],
  ['sampled-value-breaks-contract', 'sampledExample', 'body-matches-schema', { path: '/sampled-example' }],
  ['sampled-value-breaks-contract', 'sampledItems', 'body-matches-schema', { path: '/sampled-items' }],
  ['sampled-header-breaks-contract', 'sampledHeader', 'headers-match-schema', { path: '/sampled-header' }],
  ['circular-schema-is-cut', 'circular', 'body-matches-schema', { path: '/circular' }],
  ['path-with-fragment-is-not-routed', 'fragment', 'status-code-is-documented', { path: '/things' }],
  ['ambiguous-path-is-routed-elsewhere', 'placeInfo', 'body-matches-schema', { path: '/zoo/main/info' }],
  ['undocumented-success-is-a-failure', 'onlyFailure', 'valid-request-is-accepted', { path: '/only-failure' }],
  ['media-type-is-not-serialised', 'binary', 'no-server-error', { path: '/binary' }],
  ['media-type-is-not-serialised', 'plainText', 'no-server-error', { path: '/text' }],
  ['schema-is-too-complex', 'complex', 'no-server-error', { path: '/complex' }],
  [
    'unsafe-integer-is-refused',
    'integer',
    'valid-request-is-accepted',
    {
      method: 'POST',
      path: '/integer',
      headers: typed('application/json'),
      body: '{"n":9007199254740993}',
    },
  ],
  ['ignored-header-parameter-is-demanded', 'ignoredHeader', 'status-code-is-documented', { path: '/ignored-header' }],
  [
    'other-body-is-read-as-text',
    'otherBody',
    'status-code-is-documented',
    {
      method: 'POST',
      path: '/other-body',
      headers: typed('text/json'),
      body: '{"a":"b"}',
    },
  ],
  [
    'form-member-is-read-as-text',
    'form',
    'status-code-is-documented',
    {
      method: 'POST',
      path: '/form',
      headers: typed('application/x-www-form-urlencoded'),
      body: 'tags=a',
    },
  ],
  ['other-operation-is-asked', 'runAll', 'status-code-is-documented', { method: 'POST', path: '/jobs/7:runAll' }],
  [
    'falsy-body-counts-as-none',
    'falsyBody',
    'status-code-is-documented',
    {
      method: 'POST',
      path: '/falsy-body',
      headers: typed('application/json'),
      body: 'false',
    },
  ],
  ['empty-query-value-counts-as-none', 'emptyQuery', 'status-code-is-documented', { path: '/empty-query?Word=' }],
  [
    'misplaced-enum-is-taken-literally',
    'misplacedEnum',
    'status-code-is-documented',
    { path: '/misplaced-enum?kinds=a' },
  ],
]

let contract: Contract
let mock: MockServer
let transport: Transport

beforeAll(async () => {
  contract = await contractOf(PATHS, COMPONENTS)
  mock = await startPrism({ contract })
  transport = createTransport({ timeoutMs: 10_000 })
})

afterAll(async () => {
  await transport.close()
  await mock.close()
})

function send({ method = 'GET', path, headers = [], body }: Sent): Promise<Exchange> {
  const all: HeaderList = [['accept', '*/*'], ...headers]
  return transport.send({ method, url: mock.baseUrl + path, headers: all, ...(body !== undefined && { body }) })
}

/** What the checks find, each with the limitation that explains it, `-` where none does. */
function findingsOf(operationId: string, exchange: Exchange): readonly string[] {
  const operation = contract.operations.find((candidate) => candidate.operationId === operationId)
  if (operation === undefined) throw new Error(`no operation ${operationId}`)
  const judged: Judged = {
    contract,
    operation,
    case: {
      id: `${operationId}/random/0`,
      operationId,
      phase: 'random',
      intent: { kind: 'valid' },
      draft: { operationId, path: {}, query: {}, header: {}, cookie: {} },
    },
    exchange,
    target: { baseUrl: mock.baseUrl, stateful: false },
  }
  return judgeExchange(judged).findings.map(
    ({ check, draft }) => `${check.code} ${recognisePrismDefect(check.code, draft, judged) ?? '-'}`,
  )
}

/** The exchange as if a server had changed what Prism answered. */
function changed(exchange: Exchange, change: (body: string) => string, headers?: HeaderList): Exchange {
  const { outcome } = exchange
  if (outcome.kind !== 'response') throw new Error(outcome.message)
  const content = change(outcome.body?.content ?? '')
  const body = { encoding: 'text', content, bytes: Buffer.byteLength(content), truncated: false } as const
  return { ...exchange, outcome: { ...outcome, headers: headers ?? outcome.headers, body } }
}

describe('a real Prism', () => {
  it.each(LIMITATIONS)('still has the limitation %s (%s)', async (id, operationId, check, sent) => {
    const findings = findingsOf(operationId, await send(sent))

    expect(findings).toContain(`${check} ${id}`)
    expect(new Set(findings.map((finding) => finding.split(' ')[1]))).toEqual(new Set([id]))
  })

  it('has for every limitation on the list an operation that shows it', () => {
    const shown = new Set(LIMITATIONS.map(([id]) => id))

    expect(PRISM_LIMITATIONS.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([])
  })
})

describe('a server that changes what Prism answers', () => {
  const unexplained = async (
    operationId: string,
    path: string,
    change: (body: string) => string,
  ): Promise<readonly string[]> =>
    findingsOf(operationId, changed(await send({ path }), change)).filter((finding) => finding.endsWith(' -'))

  it.each<[string, string, string, (body: string) => string]>([
    [
      'a value whose example is wrong, too',
      'documentedExample',
      '/documented-example',
      (body) => body.replace('yesterday', 'tomorrow'),
    ],
    ['the type of a member', 'documentedExample', '/documented-example', (body) => body.replace('"n":1', '"n":"1"')],
    [
      'one item of several that are wrong',
      'documentedList',
      '/documented-list',
      (body) => body.replace('friday', 'sunday'),
    ],
    ['a sampled text', 'sampledText', '/sampled-text', (body) => body.replace('string', 'strings')],
    ['a sampled text for a number', 'sampledText', '/sampled-text', () => '{"code":0}'],
    ['the items of a sample', 'sampledItems', '/sampled-items', () => '["string"]'],
    ['a circular sample', 'circular', '/circular', () => '{}'],
    ['the end of a circular sample', 'circular', '/circular', () => '{"name":"string","next":{"name":1}}'],
    ['a masked place', 'maskedExample', '/masked-example', () => '{"accountNumber":"00-00000"}'],
  ])('is found out where it changes %s', async (_name, operationId, path, change) => {
    expect(new Set(await unexplained(operationId, path, change))).toEqual(new Set(['body-matches-schema -']))
  })

  it('is found out where it leaves out a header or sends another', async () => {
    const exchange = await send({ path: '/sampled-header' })

    const missing = findingsOf(
      'sampledHeader',
      changed(exchange, () => '', []),
    )
    const other = findingsOf(
      'sampledHeader',
      changed(exchange, () => '', [['X-Done', 'maybe']]),
    )

    expect([missing, other]).toEqual([['headers-match-schema -'], ['headers-match-schema -']])
  })

  it('is found out where it refuses what Prism accepts', async () => {
    const exchange = await send({
      method: 'POST',
      path: '/integer',
      headers: typed('application/json'),
      body: '{"n":1}',
    })
    const refused = { ...exchange, outcome: { ...exchange.outcome, status: 400 } } as Exchange

    expect(findingsOf('integer', refused)).toContain('valid-request-is-accepted -')
  })

  it('is found out where the refusal is another one than Prism would make', async () => {
    const exchange = await send({
      method: 'POST',
      path: '/integer',
      headers: typed('application/json'),
      body: '{"n":"1"}',
    })

    const { outcome } = exchange
    expect(outcome).toMatchObject({ kind: 'response', status: 400 })
    expect(findingsOf('integer', exchange)).toContain('valid-request-is-accepted -')
  })

  it('is found out where it answers an error that Prism did not word', async () => {
    const exchange = await send({ path: '/binary' })
    const reworded = changed(exchange, (body) => body.replace('Cannot find serializer', 'Something broke'))

    expect(findingsOf('binary', reworded)).toContain('no-server-error -')
  })
})
