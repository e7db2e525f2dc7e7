import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { load } from 'js-yaml'
import type { ReadingRoom, RoomFault } from './reading-room.ts'

export interface Call {
  readonly method: string
  readonly segments: readonly string[]
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly origin: string
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

type Stored = Record<string, unknown>

/** What the reading room remembers and how it answers; `has` tells of the one mistake in it, if there is one just now. */
export function createMemory(
  has: (name: RoomFault) => boolean,
  document: string,
): {
  answer(call: Call): Promise<Answer>
  count(): ReadingRoom['left']
} {
  const valid = validators(document)
  const books = new Map<string, Stored>()
  const loans = new Map<string, Stored[]>()
  const notes = new Map<string, Stored>()
  const labels = new Map<string, Stored>()
  const keys = new Map<string, { readonly text: string; answer: Answer }>()
  const hidden = new Set<string>()
  const gone = new Map<string, Stored>()
  let made = 0

  const bookOf = (id: string, given: Stored): Stored => ({ id, ...given, addedAt: '2026-01-15T10:00:00Z' })
  const shown = (book: Stored, origin: string): Stored => ({
    ...book,
    links: [
      {
        rel: 'self',
        method: 'GET',
        href: `${origin}/v1/${has('links dead') ? 'volumes' : 'books'}/${String(book['id'])}`,
      },
      { rel: 'loans', method: 'GET', href: `${origin}/v1/books/${String(book['id'])}/loans` },
      { rel: 'lend', method: 'POST', href: `${origin}/v1/books/${String(book['id'])}/loans` },
    ],
  })
  const addBook = (given: Stored, origin: string): Answer => {
    const id = `bk_${String(++made).padStart(8, '0')}`
    const stored = { ...given }
    if (has('created value lost')) stored['title'] = 'Untitled'
    books.set(id, bookOf(id, stored))
    if (has('created not in list') || has('created not readable')) hidden.add(id)
    const [first = id] = books.keys()
    const location = has('location wrong')
      ? first
      : has('location dead')
        ? `${id}x`.replace('bk_', 'bk_z').slice(0, 11)
        : id
    return {
      status: 201,
      headers: { location: `${origin}/v1/books/${location}` },
      body: shown(bookOf(id, given), origin),
    }
  }

  const withJson = (
    call: Call,
    type: string,
    check: ValidateFunction,
    use: (body: Stored) => Answer | Promise<Answer>,
  ): Answer | Promise<Answer> => {
    if (call.headers['content-type']?.split(';')[0] !== type) return refused(415)
    let body: unknown
    try {
      body = JSON.parse(call.text)
    } catch {
      return refused(400)
    }
    return check(body) ? use(body as Stored) : refused(400)
  }

  const createBook = async (call: Call): Promise<Answer> => {
    const key = call.headers['idempotency-key']
    if (typeof key !== 'string' || !UUID.test(key)) return refused(400)
    return withJson(call, 'application/json', valid.newBook, async (body) => {
      const known = keys.get(key)
      if (known !== undefined) {
        if (known.text !== call.text) return has('conflict not detected') ? addBook(body, call.origin) : refused(409)
        if (has('replay creates a second')) return addBook(body, call.origin)
        if (has('replay makes a second unseen')) addBook(body, call.origin)
        if (!has('replay answers with another id')) return known.answer
        return {
          ...known.answer,
          body: { ...(known.answer.body as Stored), id: `bk_${String(++made).padStart(8, 'z')}` },
        }
      }
      if (has('race lets two through')) await delay(30)
      const answer = addBook(body, call.origin)
      keys.set(key, { text: call.text, answer })
      return answer
    })
  }

  const listBooks = ({ query }: Call, origin: string): Answer => {
    const limit = integer(query.get('limit') ?? '10', 1, 50)
    const genre = query.get('genre')
    const author = query.get('author')
    const start = integer(
      query.get('cursor') === null ? '0' : (/^c(\d+)$/.exec(query.get('cursor') ?? '')?.[1] ?? ''),
      0,
      1e9,
    )
    if (limit === undefined || start === undefined) return refused(400)
    if (genre !== null && !['essay', 'novel', 'poem', 'play'].includes(genre)) return refused(400)
    if (author !== null && author.length > 60) return refused(400)
    const all = [...books.values()].filter(
      (book) =>
        !(has('created not in list') && hidden.has(String(book['id']))) &&
        (genre === null || has('filter ignored') || book['genre'] === genre) &&
        (author === null || (book['author'] === author && !has('filter leaves out what matches'))),
    )
    const page = all.slice(start, has('limit ignored') ? undefined : start + limit)
    const step = has('page overlap') ? -1 : has('page gap') ? 1 : 0
    const end = start + page.length
    const hasMore = end < all.length
    const next = has('cursor loop') && start > 0 ? 0 : Math.max(end + step, start === 0 ? 1 : start + 1)
    return {
      status: 200,
      body: {
        data: page.map((book) => shown(book, origin)),
        hasMore,
        nextCursor: hasMore ? `c${next}` : null,
      },
    }
  }

  const oneBook = (call: Call, id: string): Answer | Promise<Answer> => {
    if (!/^bk_[a-z0-9]{8}$/.test(id)) return refused(400)
    const book = books.get(id)
    switch (call.method) {
      case 'GET': {
        const found = book ?? (has('deleted still readable') ? gone.get(id) : undefined)
        if (found === undefined || (has('created not readable') && hidden.has(id))) return refused(404)
        const [first = found] = books.values()
        return { status: 200, body: shown(has('read returns another resource') ? first : found, call.origin) }
      }
      case 'PUT':
        return withJson(call, 'application/json', valid.newBook, (body) => {
          if (book === undefined) return refused(404)
          const changed = bookOf(id, body)
          if (!has('update lost') && !has('update lost but echoed')) books.set(id, changed)
          return { status: 200, body: shown(has('update lost') ? book : changed, call.origin) }
        })
      case 'DELETE':
        if (book === undefined) return gone.has(id) && has('500 on second delete') ? { status: 500 } : refused(404)
        gone.set(id, book)
        if (!has('delete does nothing')) books.delete(id)
        loans.delete(id)
        return { status: 204 }
      default:
        return refused(405)
    }
  }

  const loansOf = (call: Call, bookId: string): Answer | Promise<Answer> => {
    if (!/^bk_[a-z0-9]{8}$/.test(bookId)) return refused(400)
    if (call.method === 'POST') {
      return withJson(call, 'application/json', valid.newLoan, (body) => {
        if (!books.has(bookId)) return refused(404)
        const loan = { loanId: ++made, reader: body['reader'], status: 'out' }
        loans.set(bookId, [...(loans.get(bookId) ?? []), loan])
        return { status: 201, body: loan }
      })
    }
    if (call.method !== 'GET') return refused(405)
    const page = integer(call.query.get('page') ?? '1', 1, 1000)
    const size = integer(call.query.get('per_page') ?? '20', 1, 50)
    if (page === undefined || size === undefined) return refused(400)
    if (!books.has(bookId)) return refused(404)
    const start = (page - 1) * (has('page number gap') ? size + 1 : size)
    return { status: 200, body: (loans.get(bookId) ?? []).slice(start, start + size) }
  }

  const oneLoan = (call: Call, bookId: string, loanId: string, verb: string | undefined): Answer => {
    const id = integer(loanId, 1, 1_000_000)
    if (!/^bk_[a-z0-9]{8}$/.test(bookId) || id === undefined) return refused(400)
    const loan = loans.get(bookId)?.find((one) => one['loanId'] === id)
    if (verb === undefined && call.method !== 'GET') return refused(405)
    if (verb === 'return' && call.method !== 'POST') return refused(405)
    if (loan === undefined) return refused(404)
    if (verb === undefined) return { status: 200, body: loan }
    if (loan['status'] === 'returned') return has('return of a returned loan fails') ? { status: 500 } : refused(409)
    loan['status'] = 'returned'
    return { status: 200, body: loan }
  }

  const allNotes = (call: Call): Answer | Promise<Answer> => {
    if (call.method === 'POST') {
      return withJson(call, 'application/json', valid.newNote, (body) => {
        const noteId = `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`
        notes.set(noteId, { noteId, pinned: false, ...body, state: 'active' })
        return { status: 201, headers: { location: `/v1/notes/${noteId}` } }
      })
    }
    if (call.method !== 'GET') return refused(405)
    const offset = integer(call.query.get('offset') ?? '0', 0, 100_000)
    const limit = integer(call.query.get('limit') ?? '20', 1, 100)
    const pinned = call.query.get('pinned')
    if (offset === undefined || limit === undefined || !['true', 'false', null].includes(pinned)) return refused(400)
    const all = [...notes.values()].filter(
      (note) => note['state'] === 'active' && (pinned === null || String(note['pinned']) === pinned),
    )
    const start = Math.max(0, has('offset overlap') && offset > 0 ? offset - 1 : offset)
    return { status: 200, body: { items: all.slice(start, start + limit), total: all.length } }
  }

  const oneNote = (call: Call, noteId: string): Answer | Promise<Answer> => {
    if (!UUID.test(noteId)) return refused(400)
    const note = notes.get(noteId)
    switch (call.method) {
      case 'GET':
        return note === undefined ? refused(404) : { status: 200, body: note }
      case 'PATCH':
        return withJson(call, 'application/merge-patch+json', valid.notePatch, (body) => {
          if (note === undefined) return refused(404)
          if (note['state'] !== 'active') return refused(409)
          if (!has('merge patch lost')) Object.assign(note, body)
          if (has('merge patch drops the rest') && body['topic'] === undefined) delete note['topic']
          if (has('merge patch changes the rest') && body['topic'] === undefined) note['topic'] = 'Something else'
          return { status: 200, body: note }
        })
      case 'DELETE':
        if (note === undefined) return refused(404)
        if (!has('archiving does nothing')) note['state'] = 'archived'
        return { status: 204 }
      default:
        return refused(405)
    }
  }

  const allLabels = (call: Call): Answer | Promise<Answer> => {
    if (call.method === 'POST') {
      const isJson = call.headers['content-type']?.split(';')[0] === 'application/json'
      if (has('failed create exists') && isJson) keepAnyway(call.text)
      return withJson(call, 'application/json', valid.newLabel, (body) => {
        if (labels.has(String(body['slug'])) && !has('failed create exists')) return refused(409)
        labels.set(String(body['slug']), body)
        return { status: 201, body }
      })
    }
    if (call.method !== 'GET') return refused(405)
    const size = integer(call.query.get('page_size') ?? '25', 1, 100)
    const after = call.query.get('after')
    if (size === undefined || (after !== null && after.length > 40)) return refused(400)
    const all = [...labels.values()].toSorted((one, other) => (String(one['slug']) < String(other['slug']) ? -1 : 1))
    const start =
      after === null
        ? 0
        : Math.max(
            0,
            all.findIndex((label) => String(label['slug']) > after),
          )
    const page = all.slice(start, start + size)
    const isLast = start + size >= all.length || page.length === 0
    const last = has('link header loop') && after !== null ? after : String(page.at(-1)?.['slug'])
    const link = `<${call.origin}/v1/labels?page_size=${size}&after=${encodeURIComponent(last)}>; rel="next"`
    return { status: 200, headers: isLast ? {} : { link }, body: page }
  }

  const keepAnyway = (text: string): void => {
    try {
      const body = JSON.parse(text) as Stored
      if (typeof body['slug'] === 'string' && typeof body['remark'] === 'string' && !labels.has(body['slug'])) {
        labels.set(body['slug'], { slug: body['slug'], colour: 'red', remark: body['remark'] })
      }
    } catch {
      // What is no JSON leaves nothing behind, even here.
    }
  }

  const oneLabel = (call: Call, slug: string): Answer | Promise<Answer> => {
    if (!/^[a-z]{3,12}$/.test(slug)) return refused(400)
    const label = labels.get(slug)
    switch (call.method) {
      case 'GET':
        return label === undefined ? refused(404) : { status: 200, body: label }
      case 'PATCH':
        return withJson(call, 'application/json-patch+json', valid.labelPatch, (patch) => {
          if (label === undefined) {
            return has('deleted label can be patched') && hidden.has(slug)
              ? { status: 200, body: { slug, colour: 'red' } }
              : refused(404)
          }
          return patched(label, patch as unknown as readonly PatchStep[], has('json patch lost'))
        })
      case 'DELETE':
        hidden.add(slug)
        return labels.delete(slug) ? { status: 204 } : refused(404)
      default:
        return refused(405)
    }
  }

  const answer = async (call: Call): Promise<Answer> => {
    const [collection, id, below, belowId, verb] = call.segments
    switch (`${collection}/${below ?? ''}`) {
      case 'books/':
        if (id !== undefined) return oneBook(call, id)
        return call.method === 'POST'
          ? createBook(call)
          : call.method === 'GET'
            ? listBooks(call, call.origin)
            : refused(405)
      case 'books/loans':
        return belowId === undefined ? loansOf(call, id ?? '') : oneLoan(call, id ?? '', belowId, verb)
      case 'notes/':
        return id === undefined ? allNotes(call) : oneNote(call, id)
      case 'labels/':
        return id === undefined ? allLabels(call) : oneLabel(call, id)
      default:
        return refused(404)
    }
  }
  const count = (): ReadingRoom['left'] => ({
    books: books.size,
    notes: [...notes.values()].filter((note) => note['state'] === 'active').length,
    labels: labels.size,
  })
  return { answer, count }
}

interface PatchStep {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly value?: string | number
}

/** RFC 6902 as far as a label goes: its remark may come, change and go, its colour only change. */
function patched(label: Stored, steps: readonly PatchStep[], isLost: boolean): Answer {
  const result = { ...label }
  for (const { op, path, value } of steps) {
    const name = path.slice(1)
    const isKnown = name === 'remark' || (name === 'colour' && op !== 'remove')
    const fits =
      op === 'remove' ||
      (name === 'remark'
        ? typeof value === 'string' && value.length <= 80
        : ['red', 'green', 'blue'].includes(String(value)))
    if (!isKnown || !fits || (op !== 'add' && !(name in result))) return refused(422)
    if (op === 'remove') delete result[name]
    else result[name] = value
  }
  if (isLost) return { status: 200, body: label }
  Object.assign(label, result)
  for (const name of Object.keys(label)) if (!(name in result)) delete label[name]
  return { status: 200, body: label }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

function integer(text: string, minimum: number, maximum: number): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  return value >= minimum && value <= maximum ? value : undefined
}

function refused(status: number): Answer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: 'about:blank', title: 'Refused', status, detail: 'Refused.' },
  }
}

function validators(
  document: string,
): Readonly<Record<'newBook' | 'newLoan' | 'newNote' | 'notePatch' | 'newLabel' | 'labelPatch', ValidateFunction>> {
  const ajv = new Ajv2020({ strict: false })
  formats.default.default(ajv)
  ajv.addSchema(load(readFileSync(document, 'utf8')) as object, 'room')
  const body = (path: string, method: string, type: string): ValidateFunction =>
    ajv.compile({
      $ref: `room#/paths/${encodeURIComponent(path.replaceAll('/', '~1'))}/${method}/requestBody/content/${type.replaceAll('/', '~1')}/schema`,
    })
  return {
    newBook: body('/books', 'post', 'application/json'),
    newLoan: body('/books/{bookId}/loans', 'post', 'application/json'),
    newNote: body('/notes', 'post', 'application/json'),
    notePatch: body('/notes/{noteId}', 'patch', 'application/merge-patch+json'),
    newLabel: body('/labels', 'post', 'application/json'),
    labelPatch: body('/labels/{slug}', 'patch', 'application/json-patch+json'),
  }
}
