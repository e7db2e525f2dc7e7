import { type Event, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml'

/** Line and column, both from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Where the values of one text stand. */
export interface PositionIndex {
  /**
   * The place of a value by its tokens: of its key in an object, of itself in a list. Beyond an alias it is the place
   * in the anchored value; where there is no such value, that of the nearest ancestor.
   */
  placeOf(tokens: readonly string[]): Place
}

/** Indexes YAML or JSON (which its parser reads, too). A text that does not parse has only its first line. */
export function indexPositions(text: string): PositionIndex {
  const root = readNodes(text)
  const lineStarts = lineStartsOf(text)
  return {
    placeOf: (tokens) => {
      let node = root
      let offset = root?.offset ?? 0
      for (const token of tokens) {
        const member = node === undefined ? undefined : memberOf(node, token)
        if (member === undefined) break
        offset = member.offset
        node = member.node
      }
      return placeAt(lineStarts, offset)
    },
  }
}

interface PositionNode {
  readonly offset: number
  readonly members?: Map<string, Member>
  readonly items?: PositionNode[]
  /** What `<<` merges in. */
  readonly merged?: PositionNode[]
  /** The anchored node that an alias stands for. */
  readonly target?: PositionNode | undefined
}

interface Member {
  readonly offset: number
  readonly node: PositionNode
}

/** Far beyond what loading accepts, and still no danger to the call stack. */
const DEEPEST = 900

function readNodes(text: string): PositionNode | undefined {
  let events: readonly Event[]
  try {
    events = parseEvents(text, { maxDepth: DEEPEST })
  } catch {
    return undefined
  }
  const anchors = new Map<string, PositionNode>()
  const open: { readonly node: PositionNode; key: { text: string; offset: number } | undefined }[] = []
  let root: PositionNode | undefined
  for (const event of events) {
    if (event.type === EVENT_ID.POP) open.pop()
    if (event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) continue
    const parent = open.at(-1)
    const node = nodeOf(event, anchors, text)
    if (parent === undefined) root ??= node
    else if (parent.node.items !== undefined) parent.node.items.push(node)
    else if (parent.key === undefined) {
      const name = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : ''
      parent.key = { text: name, offset: node.offset }
    } else {
      const { text: name, offset } = parent.key
      parent.node.members?.set(name, { offset, node })
      if (name === '<<') parent.node.merged?.push(...(target(node).items ?? [node]))
      parent.key = undefined
    }
    // A key that is itself a collection is closed before its value comes: both are then read as members of nothing.
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) open.push({ node, key: undefined })
  }
  return root
}

function nodeOf(
  event: Exclude<Event, { type: typeof EVENT_ID.POP | typeof EVENT_ID.DOCUMENT }>,
  anchors: Map<string, PositionNode>,
  text: string,
): PositionNode {
  if (event.type === EVENT_ID.ALIAS) {
    return { offset: event.anchorStart - 1, target: anchors.get(text.slice(event.anchorStart, event.anchorEnd)) }
  }
  const node: PositionNode =
    event.type === EVENT_ID.SCALAR
      ? { offset: startOf(event) }
      : event.type === EVENT_ID.MAPPING
        ? { offset: event.start, members: new Map(), merged: [] }
        : { offset: event.start, items: [] }
  if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node)
  return node
}

function startOf({ style, valueStart }: ScalarEvent): number {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? valueStart - 1 : valueStart
}

function target(node: PositionNode): PositionNode {
  return node.target ?? node
}

function memberOf(node: PositionNode, token: string, depth = 0): Member | undefined {
  const { members, items, merged } = target(node)
  if (items !== undefined) {
    const item = items[Number(token)]
    return item === undefined ? undefined : { offset: item.offset, node: item }
  }
  const own = members?.get(token)
  if (own !== undefined || depth > 20) return own
  for (const source of merged ?? []) {
    const found = memberOf(source, token, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length)
  return starts
}

function placeAt(lineStarts: readonly number[], offset: number): Place {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lineStarts[middle] as number) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (lineStarts[low] as number) + 1 }
}
