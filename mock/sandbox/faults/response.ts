import { isJsonObject, type Json } from '../../../core/json.ts'
import type { Reply } from '../call.ts'
import type { Fault } from '../fault.ts'
import { isProblem, isResource, type ObjectReply, textOf } from './replies.ts'

/** Faults of finished replies, whatever operation they answer. */
export const RESPONSE_FAULTS: readonly Fault[] = [
  onProblem('problem-without-title', 'Problems come without their title.', 'problem-is-well-formed', (reply) => {
    const { title: _, ...rest } = reply.body
    return { ...reply, body: rest }
  }),
  onProblem('problem-status-differs', 'The status in a problem is always 500.', 'problem-is-well-formed', (reply) => ({
    ...reply,
    body: { ...reply.body, status: 500 },
  })),
  onProblem(
    'problem-type-is-a-number',
    'The type of a problem is an error number.',
    'problem-is-well-formed',
    (reply) => ({ ...reply, body: { ...reply.body, type: 1000 + reply.status } }),
  ),
  onProblem(
    'problem-as-plain-json',
    'Problems are sent as application/json.',
    'content-type-is-documented',
    (reply) => ({ ...reply, mediaType: 'application/json' }),
  ),
  onProblem(
    'problem-as-html',
    'A page of the web server takes the place of problems.',
    'content-type-is-documented',
    (reply) => ({
      ...reply,
      mediaType: 'text/html; charset=utf-8',
      raw: `<html><body><h1>${reply.status}</h1><hr><center>nginx</center></body></html>`,
    }),
  ),
  onProblem(
    'refusal-answered-200',
    'Refusals are answered with 200 and the problem as the body.',
    'content-type-is-documented',
    (reply) => ({
      ...reply,
      status: 200,
    }),
  ),
  onProblem(
    'bad-request-answered-422',
    'What is documented as 400 is answered with 422.',
    'status-code-is-documented',
    (reply) => (reply.status === 400 ? { ...reply, status: 422, body: { ...reply.body, status: 422 } } : reply),
  ),
  onProblem('not-found-crashes', 'An unknown id is answered with 500.', 'no-server-error', (reply) =>
    reply.status === 404 ? { ...reply, status: 500, body: { ...reply.body, status: 500 } } : reply,
  ),
  onResource('success-as-text', 'Resources are sent as text/plain.', 'content-type-is-documented', (reply) => ({
    ...reply,
    mediaType: 'text/plain',
  })),
  onResource('created-answered-200', 'What was created is answered with 200.', 'status-code-is-documented', (reply) =>
    reply.status === 201 ? { ...reply, status: 200 } : reply,
  ),
  onResource('body-cut-short', 'The last bytes of a body are missing.', 'response-is-well-formed', (reply) => ({
    ...reply,
    raw: textOf(reply).slice(0, -2),
  })),
  onResource('body-encoded-twice', 'A body is a JSON text within a JSON text.', 'body-matches-schema', (reply) => ({
    ...reply,
    body: textOf(reply),
  })),
  onResource('body-left-out', 'A success has no body although one is documented.', 'body-matches-schema', (reply) => {
    const { body: _, ...rest } = reply
    return rest
  }),
  onResource('member-twice', 'An object has its first member twice.', 'response-is-well-formed', (reply) => {
    const [first] = Object.entries(reply.body)
    if (first === undefined) return reply
    return { ...reply, raw: `{${JSON.stringify(first[0])}:${JSON.stringify(first[1])},${textOf(reply).slice(1)}` }
  }),
  onResource('compressed-in-name-only', 'A body is called gzip and is not.', 'response-is-well-formed', (reply) => ({
    ...reply,
    headers: { ...reply.headers, 'content-encoding': 'gzip' },
  })),
  onResource(
    'undocumented-member',
    'A resource shows a member of the database row.',
    'no-undocumented-fields',
    (reply) => ({
      ...reply,
      body: { ...reply.body, _rowVersion: 7 },
    }),
  ),
  onResource('location-missing', 'What was created comes without its Location.', 'headers-match-schema', (reply) => {
    const { location: _, ...rest } = reply.headers ?? {}
    return { ...reply, headers: rest }
  }),
  onResource(
    'location-leads-nowhere',
    'The Location of what was created is not one of the API.',
    'links-resolve',
    (reply) => {
      const { location } = reply.headers ?? {}
      return location === undefined ? reply : { ...reply, headers: { ...reply.headers, location: `${location}/new` } }
    },
  ),
  {
    name: 'links-to-inside',
    group: 'response',
    describe: 'Links name a host of the provider with a space in it, which no client can follow.',
    expectedCheck: 'links-are-sound',
    reply: ({ links }, reply) => withHrefs(reply, (href) => href.replace(links.baseUrl, 'http://payments svc:8080/v1')),
  },
  {
    name: 'links-are-relative',
    group: 'response',
    describe: 'Links are paths that lead elsewhere from where they stand.',
    expectedCheck: 'links-resolve',
    reply: ({ links }, reply) => withHrefs(reply, (href) => href.replace(`${links.baseUrl}/`, '')),
  },
]

function onProblem(
  name: string,
  describe: string,
  expectedCheck: string,
  change: (reply: ObjectReply) => Reply,
): Fault {
  return {
    name,
    group: 'response',
    describe,
    expectedCheck,
    reply: (_call, reply) => (isProblem(reply) ? change(reply) : reply),
  }
}

function onResource(
  name: string,
  describe: string,
  expectedCheck: string,
  change: (reply: ObjectReply) => Reply,
): Fault {
  return {
    name,
    group: 'response',
    describe,
    expectedCheck,
    reply: (_call, reply) => (isResource(reply) ? change(reply) : reply),
  }
}

function withHrefs(reply: Reply, change: (href: string) => string): Reply {
  return reply.body === undefined ? reply : { ...reply, body: changedHrefs(reply.body, change) }
}

function changedHrefs(value: Json, change: (href: string) => string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => changedHrefs(item, change))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'href' && typeof member === 'string' ? change(member) : changedHrefs(member, change),
    ]),
  )
}
