type Schema = Readonly<Record<string, unknown>>

const string: Schema = { type: 'string', minLength: 1, maxLength: 60 }
const integer: Schema = { type: 'integer', minimum: 1, maximum: 1_000_000 }
const boolean: Schema = { type: 'boolean' }

function object(required: readonly string[], properties: Schema): Schema {
  return { type: 'object', required, properties, additionalProperties: false }
}

function array(items: Schema): Schema {
  return { type: 'array', items }
}

function json(schema: Schema, mediaType = 'application/json'): Schema {
  return { [mediaType]: { schema } }
}

const refusals = Object.fromEntries(
  [400, 404, 409, 410, 415].map((status) => [status, { description: 'refused', content: json({ type: 'object' }) }]),
)

function operation(
  operationId: string,
  answers: Readonly<Record<string, Schema | undefined>>,
  more: {
    readonly body?: Schema
    readonly mediaType?: string
    readonly parameters?: readonly Schema[]
    readonly summary?: string
  } = {},
): Schema {
  const { body, mediaType, parameters = [], summary } = more
  return {
    operationId,
    ...(summary !== undefined && { summary }),
    parameters,
    ...(body !== undefined && { requestBody: { required: true, content: json(body, mediaType) } }),
    responses: {
      ...refusals,
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [
          status,
          { description: 'done', ...(schema !== undefined && { content: json(schema) }) },
        ]),
      ),
    },
  }
}

function inPath(name: string, schema: Schema): Schema {
  return { name, in: 'path', required: true, schema }
}

function inQuery(name: string, schema: Schema): Schema {
  return { name, in: 'query', schema }
}

const pet = object(['id', 'name'], { id: integer, name: string, status: { enum: ['available', 'sold'] } })
const article = object(['type', 'id', 'attributes'], {
  type: { const: 'articles' },
  id: string,
  attributes: object(['title', 'position', 'default'], { title: string, position: integer, default: boolean }),
})
const newArticle = object(['data'], {
  data: object(['attributes'], {
    attributes: object(['title'], { title: string, position: integer, default: boolean }),
  }),
})
const articlePatch = object(['data'], { data: object(['attributes'], { attributes: object([], { title: string }) }) })
const job = object(['jobId', 'state'], { jobId: string, state: { enum: ['queued', 'done'] } })
const draft = object(['id', 'text'], { id: string, text: string })
const order = object(['order_id', 'memo'], { order_id: integer, memo: string })
const member = object(['memberId', 'email', 'active'], {
  memberId: string,
  email: { type: 'string', format: 'email' },
  nickname: string,
  active: boolean,
})

/** Resources of an API with manners of its own: all of them are seen in the field, none breaks a promise. */
export const BAZAAR: Schema = {
  openapi: '3.1.0',
  info: { title: 'Bazaar', version: '1' },
  paths: {
    // The client chooses the id, and a second POST replaces.
    '/pet': { post: operation('addPet', { '200': pet }, { body: pet }) },
    '/pet/{petId}': {
      parameters: [inPath('petId', integer)],
      get: operation('getPet', { '200': pet }),
      delete: operation('deletePet', { '200': object([], { deleted: boolean }) }),
    },
    // Envelopes; the list lags behind; positions shift; there is one default.
    '/articles': {
      post: operation('createArticle', { '201': object(['data'], { data: article }) }, { body: newArticle }),
      get: operation(
        'listArticles',
        { '200': object(['data', 'links'], { data: array(article), links: object([], { next: { type: 'string' } }) }) },
        {
          parameters: [
            inQuery('page[number]', integer),
            inQuery('page[size]', { type: 'integer', minimum: 1, maximum: 50 }),
          ],
        },
      ),
    },
    '/articles/{articleId}': {
      parameters: [inPath('articleId', string)],
      get: operation('getArticle', { '200': object(['data'], { data: article }) }),
      patch: operation('patchArticle', { '200': object(['data'], { data: article }) }, { body: articlePatch }),
      delete: operation('deleteArticle', { '204': undefined }),
    },
    // Made later: 202 first, and a while nothing to read.
    '/jobs': {
      post: operation('startJob', { '202': job }, { body: object(['state'], { state: { enum: ['queued'] } }) }),
    },
    '/jobs/{jobId}': { parameters: [inPath('jobId', string)], get: operation('getJob', { '200': job }) },
    // What is new is not published, and only that is listed.
    '/drafts': {
      post: operation('createDraft', { '201': draft }, { body: object(['text'], { text: string }) }),
      get: operation('listDrafts', { '200': array(draft) }, { summary: 'Published drafts' }),
    },
    '/drafts/{draftId}': { parameters: [inPath('draftId', string)], get: operation('getDraft', { '200': draft }) },
    // Keys that refuse what was done already; pages that nobody says to begin at zero; actions that can be repeated.
    '/orders': {
      post: operation(
        'placeOrder',
        { '201': order },
        {
          body: object(['memo'], { memo: string }),
          parameters: [
            { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } },
          ],
        },
      ),
      get: operation(
        'listOrders',
        { '200': object(['results', 'total_pages'], { results: array(order), total_pages: { type: 'integer' } }) },
        {
          parameters: [
            inQuery('page', { type: 'integer' }),
            inQuery('per_page', { type: 'integer', minimum: 1, maximum: 50 }),
            inQuery('memo', string),
          ],
        },
      ),
    },
    '/orders/{order_id}': { parameters: [inPath('order_id', integer)], get: operation('getOrder', { '200': order }) },
    '/orders/{order_id}/confirm': {
      parameters: [inPath('order_id', integer)],
      post: operation('confirmOrder', { '200': order }),
    },
    // Normalised, hidden, and only switched off when deleted; what is deleted can be deleted once.
    '/members': {
      post: operation(
        'join',
        { '200': member },
        {
          body: object(['email', 'password'], {
            email: { type: 'string', format: 'email', maxLength: 80 },
            password: { ...string, writeOnly: true },
            nickname: string,
          }),
        },
      ),
      get: operation('listMembers', { '200': object(['members'], { members: array(member) }) }),
    },
    '/members/{memberId}': {
      parameters: [inPath('memberId', string)],
      get: operation('getMember', { '200': member }),
      put: operation('replaceMember', { '200': member }, { body: object(['nickname'], { nickname: string }) }),
      delete: operation('leave', { '200': member }),
    },
  },
}
