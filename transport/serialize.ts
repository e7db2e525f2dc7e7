import type { RequestDraft } from '../core/case.ts'
import type { HeaderList } from '../core/exchange.ts'
import type { Json } from '../core/json.ts'
import { bodyKindOf } from '../core/media-type.ts'
import { pathVariables } from '../core/path-template.ts'
import type { Contract, Operation, Parameter } from '../spec/model.ts'
import { acceptOf } from './accept.ts'
import { encodeBody } from './media/body.ts'
import {
  type EncodedPair,
  expandCookie,
  expandHeader,
  expandPath,
  expandQuery,
  headerSafe,
  type Styling,
} from './style.ts'
import { percentEncode, textOf } from './text.ts'
import type { WireRequest } from './wire-request.ts'

/**
 * The request a draft stands for: URL, headers and body as they go on the wire, credentials excepted. Adds `Accept` and,
 * where there is a body, `Content-Type`; a header of the draft with the same name takes their place.
 *
 * @param options.baseUrl - absolute; a trailing slash and a query of its own are fine
 */
export function serialize(
  contract: Contract,
  operation: Operation,
  draft: RequestDraft,
  options: { readonly baseUrl: string },
): WireRequest {
  const body = draft.body === undefined ? undefined : encodeBody(contract, operation, draft.body)
  const given = givenHeaders(operation, draft)
  const headers: (readonly [string, string])[] = [['Accept', acceptOf(operation)]]
  if (body?.contentType !== undefined) headers.push(['Content-Type', headerSafe(body.contentType)])
  const replaced = new Set(given.map(([name]) => name.toLowerCase()))
  return {
    method: draft.method ?? operation.method.toUpperCase(),
    url: urlOf(operation, draft, options.baseUrl),
    headers: [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...given],
    ...(body === undefined ? {} : { body: body.content }),
    ...pathValuesOf(draft),
  }
}

function pathValuesOf({ path }: RequestDraft): Pick<WireRequest, 'pathValues'> {
  const pathValues = Object.entries(path).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
  )
  return pathValues.length === 0 ? {} : { pathValues }
}

/** Base URL, path and query joined; a query in the path template or the base URL stays, fragments never go on the wire. */
function urlOf(operation: Operation, draft: RequestDraft, baseUrl: string): string {
  const base = cut(baseUrl)
  const template = cut(operation.path)
  const path = base.path.replace(/\/+$/, '') + expandTemplate(operation, draft, template.path)
  const query = [
    base.query,
    expandTemplate(operation, draft, template.query),
    ...pairsOf(operation, draft, 'query').map(([name, value]) => `${name}=${value}`),
  ].filter((part) => part !== '')
  return query.length === 0 ? path : `${path}?${query.join('&')}`
}

/** A URL or template without its fragment, cut at the first question mark outside of braces. */
function cut(url: string): { readonly path: string; readonly query: string } {
  const withoutFragment = url.replace(/#(?![^{]*\}).*$/s, '')
  const mark = withoutFragment.search(/\?(?![^{]*\})/)
  if (mark < 0) return { path: withoutFragment, query: '' }
  return { path: withoutFragment.slice(0, mark), query: withoutFragment.slice(mark + 1) }
}

function expandTemplate(operation: Operation, draft: RequestDraft, template: string): string {
  let text = ''
  for (const piece of piecesOf(operation, template)) {
    if (piece.kind === 'text') text += piece.text
    else if (!Object.hasOwn(draft.path, piece.name)) text += percentEncode(piece.written)
    else {
      const value = draft.path[piece.name] as Json
      const { parameter } = piece
      text +=
        parameter?.mediaType === undefined
          ? expandPath(parameter ?? { name: piece.name, style: 'simple', explode: false }, value)
          : percentEncode(contentText(parameter.mediaType, value))
    }
  }
  return text
}

type TemplatePiece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable'
      readonly written: string
      readonly name: string
      readonly parameter: Parameter | undefined
    }

/** A template is taken apart once, not for every request. */
const pieces = new WeakMap<Operation, Map<string, readonly TemplatePiece[]>>()

function piecesOf(operation: Operation, template: string): readonly TemplatePiece[] {
  let known = pieces.get(operation)
  if (known === undefined) {
    known = new Map()
    pieces.set(operation, known)
  }
  let apart = known.get(template)
  if (apart === undefined) {
    apart = takeApart(operation, template)
    known.set(template, apart)
  }
  return apart
}

function takeApart(operation: Operation, template: string): readonly TemplatePiece[] {
  const declared = operation.parameters
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => parameter.name)
  const variables = new Map(pathVariables(template, declared).map(({ written, name }) => [written, name]))
  return template.split(/(\{[^{}]+\})/).map((written): TemplatePiece => {
    const name = /^\{.*\}$/s.test(written) ? variables.get(written.slice(1, -1)) : undefined
    return name === undefined
      ? { kind: 'text', text: encodeIllegal(written) }
      : { kind: 'variable', written, name, parameter: find(operation, 'path', name) }
  })
}

/** Fixed text of a template keeps its reserved characters and its percent-encoding; what no URL may hold is encoded. */
function encodeIllegal(text: string): string {
  return text.replace(/[^\w\-.~:/?#[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/gu, (char) =>
    encodeURIComponent(char.toWellFormed()),
  )
}

/** The pairs of a query or a cookie: declared parameters in the contract's order, then what is not declared. */
function pairsOf(operation: Operation, draft: RequestDraft, part: 'query' | 'cookie'): readonly EncodedPair[] {
  const expand = part === 'query' ? expandQuery : expandCookie
  return orderedNames(operation, part, draft[part]).flatMap((name) => {
    const value = draft[part][name] as Json
    const parameter = find(operation, part, name)
    if (parameter?.mediaType !== undefined) {
      return [[percentEncode(name), percentEncode(contentText(parameter.mediaType, value))] as const]
    }
    const styling: Styling = parameter ?? { name, style: 'form', explode: true }
    const pairs = expand(styling, value)
    // A required parameter is never silently missing: an empty array is sent as an empty value.
    return pairs.length === 0 && parameter?.required === true ? [[percentEncode(name), ''] as const] : pairs
  })
}

function givenHeaders(operation: Operation, draft: RequestDraft): HeaderList {
  const headers = orderedNames(operation, 'header', draft.header).map((name): readonly [string, string] => {
    const value = draft.header[name] as Json
    const parameter = find(operation, 'header', name)
    if (parameter?.mediaType !== undefined) return [name, headerSafe(contentText(parameter.mediaType, value))]
    return [name, expandHeader(parameter ?? { name, style: 'simple', explode: false }, value)]
  })
  const cookies = pairsOf(operation, draft, 'cookie').map(([name, value]) => `${name}=${value}`)
  return cookies.length === 0 ? headers : [...headers, ['Cookie', cookies.join('; ')]]
}

/** A parameter described by `content` carries a whole document of that media type. */
function contentText(mediaType: string, value: Json): string {
  return bodyKindOf(mediaType) === 'json' ? JSON.stringify(value) : textOf(value)
}

function orderedNames(
  operation: Operation,
  part: Parameter['in'],
  values: Readonly<Record<string, Json>>,
): readonly string[] {
  const declared = operation.parameters.filter((parameter) => parameter.in === part).map((parameter) => parameter.name)
  const given = Object.keys(values)
  return [
    ...declared.filter((name) => Object.hasOwn(values, name)),
    ...given.filter((name) => !declared.includes(name)),
  ]
}

function find(operation: Operation, part: Parameter['in'], name: string): Parameter | undefined {
  return operation.parameters.find((parameter) => parameter.in === part && parameter.name === name)
}
