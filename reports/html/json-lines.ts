import { parseTree, type Node, type ParseError } from 'jsonc-parser'
import { child, tokensOf } from '../../core/json-pointer.ts'

/** A line of a JSON text laid out for reading. */
export interface JsonLine {
  readonly depth: number
  /** The member's name with its quotes; absent for items, closing brackets and the root. */
  readonly name?: string
  /** A scalar as it was sent, or the brackets of what is nested. */
  readonly text: string
  /** `meant`: it is, or stands within, the place that is pointed at; `missing`: nothing is there; `cut`: how much is left out. */
  readonly kind: 'plain' | 'meant' | 'missing' | 'cut'
}

/** Members and items of one value that are shown; those that lead to the place are always among them. */
const MAX_CHILDREN = 25
const MAX_TEXT = 240
/** A text that is pointed at is what the reader came for. */
const MAX_MEANT_TEXT = 2000
const MAX_DEPTH = 40

/**
 * A JSON text line by line, with the value at a pointer marked; where there is none, a line says in its place that it
 * is missing. Scalars stay as they were sent (a number keeps its digits). `undefined` for what is no JSON.
 */
export function jsonLines(text: string, pointer?: string): readonly JsonLine[] | undefined {
  const root = treeOf(text)
  if (root === undefined) return undefined
  const lines: JsonLine[] = []
  layOut({ text, path: pointer === undefined ? undefined : tokensOf(pointer), lines }, root, {
    depth: 0,
    isMeant: false,
    comma: '',
  })
  return lines
}

interface Layout {
  readonly text: string
  /** What is left of the way to the place, from the value at hand on; `undefined` beside it. */
  readonly path: readonly string[] | undefined
  readonly lines: JsonLine[]
}

interface At {
  readonly depth: number
  readonly isMeant: boolean
  readonly comma: string
  readonly name?: string
}

function treeOf(text: string): Node | undefined {
  const errors: ParseError[] = []
  try {
    const root = parseTree(text, errors, { disallowComments: true })
    return errors.length > 0 ? undefined : root
  } catch (error) {
    // The parser is recursive; a body that nests too deep for it is shown as text.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function layOut(layout: Layout, node: Node, at: At): void {
  const { text, path, lines } = layout
  const isMeant = at.isMeant || path?.length === 0
  const line = (shown: string, kind: JsonLine['kind'] = isMeant ? 'meant' : 'plain'): void => {
    lines.push({ depth: at.depth, ...(at.name !== undefined && { name: at.name }), text: shown, kind })
  }
  const isNested = node.type === 'object' || node.type === 'array'
  const children = node.children ?? []
  const [next] = isMeant ? [] : (path ?? [])
  const wanted = next === undefined ? -1 : indexOf(node, next)
  const isMissing = next !== undefined && wanted === -1 && isNested
  if (!isNested || at.depth >= MAX_DEPTH || (children.length === 0 && !isMissing)) {
    const raw = text.slice(node.offset, node.offset + node.length)
    line(shortened(raw, isMeant ? MAX_MEANT_TEXT : MAX_TEXT) + at.comma)
    return
  }
  const [open, close] = node.type === 'object' ? ['{', '}'] : ['[', ']']
  line(open)
  const shown = shownOf(children.length, wanted)
  let previous = -1
  const inner = at.depth + 1
  const left = (count: number): void => {
    if (count > 0) lines.push({ depth: inner, text: `… ${count} more …`, kind: 'cut' })
  }
  for (const index of shown) {
    left(index - previous - 1)
    previous = index
    const part = children[index] as Node
    const value = node.type === 'object' ? (part.children?.[1] ?? part) : part
    const name = node.type === 'object' ? part.children?.[0] : undefined
    const comma = index < children.length - 1 ? ',' : ''
    layOut({ ...layout, path: index === wanted ? path?.slice(1) : undefined }, value, {
      depth: inner,
      isMeant,
      comma,
      ...(name !== undefined && { name: text.slice(name.offset, name.offset + name.length) }),
    })
  }
  left(children.length - 1 - previous)
  if (isMissing) {
    // What is missing below a missing member is said by the member.
    const name = node.type === 'object' ? JSON.stringify(next) : `[${next}]`
    const rest = (path ?? []).slice(1).reduce((pointer, token) => child(pointer, token), '')
    lines.push({ depth: inner, name, text: rest === '' ? 'missing' : `missing (${rest})`, kind: 'missing' })
  }
  lines.push({ depth: at.depth, text: close + at.comma, kind: isMeant ? 'meant' : 'plain' })
}

/** Of several members of one name the last is the one that parsers keep. */
function indexOf({ type, children = [] }: Node, token: string): number {
  if (type === 'array') return /^\d+$/.test(token) && Number(token) < children.length ? Number(token) : -1
  return children.findLastIndex((member) => member.children?.[0]?.value === token)
}

function shownOf(count: number, wanted: number): readonly number[] {
  const first = Array.from({ length: Math.min(count, MAX_CHILDREN) }, (_, index) => index)
  return wanted < first.length ? first : [...first, wanted]
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).toWellFormed()}… (${text.length} characters)`
}
