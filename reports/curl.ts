import { headerOf, type RecordedBody, type RecordedRequest, type Redaction } from '../core/exchange.ts'
import { maskedPlaces } from '../core/masked-place.ts'
import { placeholderFor } from '../core/secret.ts'
import { isPrintable } from './printable.ts'
import { printfCommand, shellWord, type ShellPart } from './shell-word.ts'

/** Made by curl itself, or of the connection and not of the request. */
export const LEFT_TO_CURL: ReadonlySet<string> = new Set([
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
  const parts = headerParts(name, value, redactions, ': ')
  const isAscii = /^[\x20-\x7E]*$/.test(value)
  if (isAscii) return shellWord(parts)
  const isLatin1 = /^[\u0000-\u00FF]*$/.test(value)
  return `"$(${printfCommand(parts, isLatin1 ? 'latin1' : 'utf8')})"`
}

/** A header field with a variable in place of its secret. */
export function headerParts(
  name: string,
  value: string,
  redactions: readonly Redaction[],
  separator: string,
): readonly ShellPart[] {
  const redaction = redactions.find(({ at }) => at.part === 'request-header' && at.name === name.toLowerCase())
  // The scheme of a credential is no secret: `Bearer`, `Basic`.
  const scheme = /^authorization$|^proxy-authorization$/i.test(name) ? (/^[\w-]+ +(?=\S)/.exec(value)?.[0] ?? '') : ''
  return redaction === undefined
    ? [literal(`${name}${separator}${value}`)]
    : [literal(`${name}${separator}${scheme}`), variable(placeholderFor(redaction.kind))]
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
export function bodyParts(
  request: RecordedRequest,
  text: string,
  redactions: readonly Redaction[],
): readonly ShellPart[] {
  const places = maskedPlaces(request, text, redactions)
  if (places.length === 0) return [literal(text)]
  const parts: ShellPart[] = []
  let position = 0
  for (const { start, end, kind } of places) {
    if (start < position) continue
    parts.push(literal(text.slice(position, start)), variable(placeholderFor(kind)))
    position = end
  }
  return [...parts, literal(text.slice(position))]
}

function literal(text: string): ShellPart {
  return { kind: 'literal', text }
}

function variable(expression: string): ShellPart {
  return { kind: 'variable', expression }
}
