import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser'
import { headerOf, type RecordedRequest, type Redaction, type SecretKind } from './exchange.ts'
import { tokensOf } from './json-pointer.ts'

/** A place in a text where a mask stands for a secret. */
export interface MaskedPlace extends Span {
  readonly kind: SecretKind
  readonly pointer: string
}

/** Where the masks of a request's body stand in its text, from its beginning to its end. */
export function maskedPlaces(
  request: RecordedRequest,
  text: string,
  redactions: readonly Redaction[],
): readonly MaskedPlace[] {
  const wanted = redactions.flatMap(({ at, kind }) =>
    at.part === 'request-body' ? [{ pointer: at.pointer, kind }] : [],
  )
  if (wanted.length === 0) return []
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headerOf(request.headers, 'content-type') ?? '')
  const root = isForm ? undefined : parseTree(text)
  return wanted
    .flatMap(({ pointer, kind }) => {
      const place = isForm ? formField(text, pointer) : jsonScalar(root, pointer)
      return place === undefined ? [] : [{ ...place, kind, pointer }]
    })
    .toSorted((a, b) => a.start - b.start)
}

export interface Span {
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
