import type { Recorded } from './recorded.ts'

const problem = (statuses: Readonly<Record<string, string>>): object =>
  Object.fromEntries(
    Object.entries(statuses).map(([status, description]) => [
      status,
      { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    ]),
  )

const json = (schema: object): object => ({ 'application/json': { schema } })
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` })

/** A small API that has nothing to do with payments; its exchanges below are what a correct server answers. */
export const libraryDocument: object = {
  openapi: '3.1.0',
  info: { title: 'Library', version: '1.2.0' },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Item: {
        oneOf: [ref('Book'), ref('Film')],
        discriminator: {
          propertyName: 'kind',
          mapping: { book: '#/components/schemas/Book', film: '#/components/schemas/Film' },
        },
      },
      Entry: {
        type: 'object',
        required: ['id', 'kind', 'title', 'addedAt'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          kind: { type: 'string' },
          title: { type: 'string', minLength: 1 },
          addedAt: { type: 'string', format: 'date-time', readOnly: true },
          shelf: { type: ['string', 'null'], pattern: '^[A-Z][0-9]+$' },
          tags: { type: 'array', items: { type: 'string', maxLength: 10 } },
          pin: { type: 'string', writeOnly: true },
          price: { type: 'number', multipleOf: 0.01 },
        },
      },
      Book: {
        allOf: [
          ref('Entry'),
          { type: 'object', required: ['pages'], properties: { pages: { type: 'integer', minimum: 1 } } },
        ],
      },
      Film: {
        allOf: [ref('Entry'), { type: 'object', required: ['minutes'], properties: { minutes: { type: 'integer' } } }],
      },
      Page: {
        type: 'object',
        required: ['data', 'links'],
        properties: {
          data: { type: 'array', items: ref('Item') },
          links: {
            type: 'array',
            items: {
              type: 'object',
              properties: { rel: { type: 'string' }, href: { type: 'string' }, method: { type: 'string' } },
            },
          },
        },
      },
      Shelf: {
        type: 'object',
        required: ['name', 'children'],
        properties: { name: { type: 'string' }, children: { type: 'array', items: ref('Shelf') } },
      },
      Problem: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          errors: {
            type: 'array',
            items: { type: 'object', required: ['field'], properties: { field: { type: 'string' } } },
          },
        },
      },
    },
  },
  security: [{ token: [] }],
  paths: {
    '/items': {
      get: {
        operationId: 'listItems',
        responses: {
          '200': {
            description: 'a page',
            headers: {
              'X-Total': { required: true, schema: { type: 'integer' } },
              'X-Kinds': { schema: { type: 'array', items: { type: 'string', enum: ['book', 'film'] } } },
            },
            content: json(ref('Page')),
          },
          ...problem({ '400': 'bad filter', '500': 'broken' }),
        },
      },
      post: {
        operationId: 'addItem',
        requestBody: { content: json(ref('Item')) },
        responses: {
          '201': {
            description: 'added',
            headers: { Location: { schema: { type: 'string' } } },
            content: json(ref('Item')),
          },
          ...problem({ '400': 'refused', '409': 'there already', '415': 'not JSON', '500': 'broken' }),
        },
      },
    },
    '/items/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getItem',
        responses: {
          '200': { description: 'the item', content: json(ref('Item')) },
          ...problem({ '404': 'unknown' }),
        },
      },
      head: { operationId: 'hasItem', responses: { '200': { description: 'there', content: json(ref('Item')) } } },
      delete: {
        operationId: 'removeItem',
        responses: { '204': { description: 'gone' }, ...problem({ '404': 'unknown' }) },
      },
    },
    '/shelves': {
      get: { operationId: 'shelves', responses: { '200': { description: 'a tree', content: json(ref('Shelf')) } } },
    },
    '/label': {
      get: {
        operationId: 'label',
        responses: {
          '200': { description: 'text', content: { 'text/*': { schema: { type: 'string' } } } },
          '3XX': { description: 'elsewhere', headers: { Location: { schema: { type: 'string', format: 'uri' } } } },
          default: { description: 'anything' },
        },
      },
    },
  },
}

export const book: Record<string, unknown> = {
  id: '5a0c3f1e-8c1a-4b52-9d2e-0f3a4b5c6d7e',
  kind: 'book',
  title: 'Walden',
  addedAt: '2026-02-28T23:59:59.5+01:00',
  shelf: null,
  tags: ['wood', 'pond'],
  price: 19.99,
  pages: 352,
}

export const film: Record<string, unknown> = {
  id: '6b1c3f1e-8c1a-4b52-9d2e-0f3a4b5c6d7e',
  kind: 'film',
  title: 'Stalker',
  addedAt: '2024-02-29T00:00:00Z',
  shelf: 'F12',
  minutes: 161,
}

export const notFound: Record<string, unknown> = {
  type: 'about:blank',
  title: 'Not Found',
  status: 404,
  detail: 'No such item.',
}

const base = 'http://127.0.0.1:4010'
const authorized: Recorded = { requestHeaders: [['Authorization', 'Bearer xxxxxxxx']] }

/** One correct exchange per name; the first word is the operation. */
export const correct: Readonly<Record<string, Recorded>> = {
  listItems: {
    ...authorized,
    url: `${base}/items`,
    json: {
      data: [book, film],
      links: [{ rel: 'next', href: '/items?after=2', method: 'GET' }],
    },
    contentType: 'application/json; charset=utf-8',
    headers: [
      ['x-total', '2'],
      ['x-kinds', 'book, film'],
    ],
  },
  'listItems without optional headers': {
    ...authorized,
    json: { data: [], links: [] },
    headers: [['X-Total', '0']],
  },
  addItem: {
    ...authorized,
    method: 'POST',
    url: `${base}/items`,
    status: 201,
    json: book,
    headers: [['location', '/items/5a0c3f1e']],
  },
  'addItem refused': {
    ...authorized,
    method: 'POST',
    status: 400,
    contentType: 'application/problem+json',
    json: {
      type: 'https://library.test/errors#bad',
      title: 'Bad',
      status: 400,
      detail: 'No.',
      errors: [{ field: 'title' }],
    },
  },
  getItem: { ...authorized, url: `${base}/items/1`, json: film },
  'getItem unknown': { ...authorized, status: 404, contentType: 'application/problem+json', json: notFound },
  'getItem without credentials': { status: 401 },
  'getItem too fast': { ...authorized, status: 429, text: 'slow down', contentType: 'text/plain' },
  'getItem while it restarts': { ...authorized, status: 503, headers: [['Retry-After', '5']] },
  hasItem: { ...authorized, method: 'HEAD', contentType: 'application/json' },
  removeItem: { ...authorized, method: 'DELETE', status: 204 },
  shelves: { json: { name: 'a', children: [{ name: 'b', children: [{ name: 'c', children: [] }] }] } },
  label: { text: 'Walden\n', contentType: 'text/plain' },
  'label of nothing': { text: '', contentType: 'text/plain' },
  'label elsewhere': { ...authorized, url: `${base}/label`, status: 302, headers: [['Location', '/labels/1']] },
  'label refused': { status: 418, json: { any: 'thing' } },
}
