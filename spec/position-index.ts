import { readEventPositions } from './event-positions.ts'
import { readLoosePositions } from './loose-positions.ts'
import type { PositionMember, PositionNode } from './position-node.ts'

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
  /** The lines from one to another, numbered from 1, without their ends. */
  linesBetween(first: number, last: number): readonly string[]
}

/** Indexes YAML or JSON (which its parser reads, too). A text that does not parse has only its first line. */
export function indexPositions(text: string): PositionIndex {
  const root = readEventPositions(text) ?? readLoosePositions(text)
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
    linesBetween: (first, last) =>
      lineStarts
        .slice(first - 1, last)
        .map((start, index) => text.slice(start, lineStarts[first + index]).replace(/[\r\n]+$/, '')),
  }
}

function target(node: PositionNode): PositionNode {
  return node.target ?? node
}

function memberOf(node: PositionNode, token: string, depth = 0): PositionMember | undefined {
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
