import { type Event, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml'
import type { PositionNode } from './position-node.ts'

/** Far beyond what loading accepts, and still no danger to the call stack. */
const DEEPEST = 900

/**
 * Reads positions from the fast parser's events, YAML and JSON alike; `undefined` for a text that it refuses.
 */
export function readEventPositions(text: string): PositionNode | undefined {
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
      if (name === '<<') parent.node.merged?.push(...((node.target ?? node).items ?? [node]))
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
