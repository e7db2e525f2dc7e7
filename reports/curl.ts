import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser'
import { headerOf, type RecordedBody, type RecordedRequest, type Redaction } from '../core/exchange.ts'
import { tokensOf } from '../core/json-pointer.ts'
import { placeholderFor } from '../core/secret.ts'
import { isPrintable } from './printable.ts'
import { printfCommand, shellWord, type ShellPart } from './shell-word.ts'

/** Made by curl itself, or of the connection and not of the request. */
const LEFT_TO_CURL = new Set([
  'host',
  'content-length',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'proxy-connection',
  'expect',
  'user-agent',
])

/** Linux takes arguments up to 128 kB each; what the shell does itself (`printf`) has no such limit. */
const MAX_ARGUMENT = 100_000

/**
 * The request as a curl command for any POSIX shell: sends the same method, URL, header fields (except those that
 * curl makes) and body bytes. Secrets stand as shell variables with harmless defaults.
 */
export function curlOf(request: RecordedRequest, redactions: readonly Redaction[]): string {
  const body = request.body === undefined ? undefined : bodyOf(request, request.body, redactions)
  const lines = [
    `curl ${[...flagsOf(request), shellWord([literal(request.url)])].join(' ')}`,
    ...headerLines(request, redactions),
    ...(body === undefined ? [] : [body.argument]),
  ]
  const command = lines.join(' \\\n  ')
  const cut =
    request.body?.truncated === true ? `# the recorded body was cut; sent were ${request.body.bytes} bytes\n` : ''
  return cut + (body?.pipe === undefined ? command : `${body.pipe} |\n${command}`)
}

function flagsOf({ method, url, body }: RecordedRequest): readonly string[] {
  // -I is the only way to make curl not wait for the body that a HEAD answer announces but never sends.
  const asHead = method === 'HEAD' && body === undefined
  const implied = asHead || (method === 'GET' && body === undefined)
  return [
    '-sS',
    asHead ? '-I' : '-i',
    ...(/[[\]{}]/.test(url) ? ['-g'] : []),
    ...(/\/\.{1,2}(?:[/?#]|$)/.test(url) ? ['--path-as-is'] : []),
    // With a body -I is refused: the connection is to end with the headers.
    ...(method === 'HEAD' && !asHead ? ['--ignore-content-length', "-H 'Connection: close'"] : []),
    ...(implied ? [] : ['-X', /^[A-Z]+$/.test(method) ? method : shellWord([literal(method)])]),
  ]
}

function headerLines({ headers, body }: RecordedRequest, redactions: readonly Redaction[]): readonly string[] {
  const sent = headers.filter(([name, value]) => !LEFT_TO_CURL.has(name.toLowerCase()) && !isPlainCoding(name, value))
  // An option with an empty value takes away the field that curl would add on its own.
  const unwanted = body === undefined ? ['Accept'] : ['Accept', 'Content-Type']
  const removed = unwanted.filter((name) => headerOf(headers, name) === undefined).map((name) => `-H '${name}:'`)
  const compressed = sent.some(([name]) => name.toLowerCase() === 'accept-encoding') ? ['--compressed'] : []
  return [...sent.map(([name, value]) => `-H ${headerWord(name, value, redactions)}`), ...removed, ...compressed]
}

/** What a request without the field means, too (RFC 9110 §12.5.3). */
function isPlainCoding(name: string, value: string): boolean {
  return name.toLowerCase() === 'accept-encoding' && value === 'identity'
}

function headerWord(name: string, value: string, redactions: readonly Redaction[]): string {
  if (value === '') return shellWord([literal(`${name};`)])
  const redaction = redactions.find(({ at }) => at.part === 'request-header' && at.name === name.toLowerCase())
  // The scheme of a credential is no secret: `Bearer`, `Basic`.
  const scheme = /^authorization$|^proxy-authorization$/i.test(name) ? (/^[\w-]+ +(?=\S)/.exec(value)?.[0] ?? '') : ''
  const parts =
    redaction === undefined
      ? [literal(`${name}: ${value}`)]
      : [literal(`${name}: ${scheme}`), variable(placeholderFor(redaction.kind))]
  const isAscii = /^[\x20-\x7E]*$/.test(value)
  if (isAscii) return shellWord(parts)
  const isLatin1 = /^[\u0000-\u00FF]*$/.test(value)
  return `"$(${printfCommand(parts, isLatin1 ? 'latin1' : 'utf8')})"`
}

interface CurlBody {
  readonly argument: string
  /** The command whose output is the body, where it cannot be an argument. */
  readonly pipe?: string
}

function bodyOf(request: RecordedRequest, body: RecordedBody, redactions: readonly Redaction[]): CurlBody {
  const fromPipe = '--data-binary @-'
  if (body.encoding === 'base64') {
    return { argument: fromPipe, pipe: `printf %s ${shellWord([literal(body.content)])} | base64 -d` }
  }
  const parts = bodyParts(request, body.content, redactions)
  // A newline within quotes would take up the indentation of the report it is copied from.
  const canBePasted = isPrintable(body.content) && !/[\t\n]/.test(body.content) && body.content.length < MAX_ARGUMENT
  return canBePasted
    ? { argument: `--data-raw ${shellWord(parts)}` }
    : { argument: fromPipe, pipe: printfCommand(parts) }
}

/** The text cut at the places where secrets stood. */
function bodyParts(request: RecordedRequest, text: string, redactions: readonly Redaction[]): readonly ShellPart[] {
  const wanted = redactions.flatMap(({ at, kind }) =>
    at.part === 'request-body' ? [{ pointer: at.pointer, expression: placeholderFor(kind) }] : [],
  )
  if (wanted.length === 0) return [literal(text)]
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headerOf(request.headers, 'content-type') ?? '')
  const root = isForm ? undefined : parseTree(text)
  const places = wanted
    .flatMap(({ pointer, expression }) => {
      const place = isForm ? formField(text, pointer) : jsonScalar(root, pointer)
      return place === undefined ? [] : [{ ...place, expression }]
    })
    .toSorted((a, b) => a.start - b.start)
  const parts: ShellPart[] = []
  let position = 0
  for (const { start, end, expression } of places) {
    if (start < position) continue
    parts.push(literal(text.slice(position, start)), variable(expression))
    position = end
  }
  return [...parts, literal(text.slice(position))]
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Where a JSON value stands in the text; of a string, what is between its quotes. */
function jsonScalar(root: Node | undefined, pointer: string): Span | undefined {
  const node = root === undefined ? undefined : nodeAt(root, tokensOf(pointer))
  if (node === undefined || node.type === 'object' || node.type === 'array') return undefined
  const quote = node.type === 'string' ? 1 : 0
  return { start: node.offset + quote, end: node.offset + node.length - quote }
}

function nodeAt(root: Node, tokens: readonly string[]): Node | undefined {
  let node: Node | undefined = root
  for (const token of tokens) {
    // The library tells names from positions by type, a pointer does not.
    node = node && findNodeAtLocation(node, [node.type === 'array' ? Number(token) : token])
  }
  return node
}

function formField(text: string, pointer: string): Span | undefined {
  const wanted = tokensOf(pointer)[0]
  let start = 0
  for (const field of text.split('&')) {
    const name = field.split('=', 1)[0] ?? ''
    if (decodedName(name) === wanted) return { start: start + name.length + 1, end: start + field.length }
    start += field.length + 1
  }
  return undefined
}

function decodedName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

function literal(text: string): ShellPart {
  return { kind: 'literal', text }
}

function variable(expression: string): ShellPart {
  return { kind: 'variable', expression }
}
