import { looseYaml } from './loose-yaml.ts'
import type { PositionMember, PositionNode } from './position-node.ts'

/**
 * Reads positions with the parser that also takes what authors' own tools let pass. Slow, and so only for a text that
 * the fast one refuses; `undefined` where this one can make nothing of it either.
 */
export function readLoosePositions(text: string): PositionNode | undefined {
  try {
    const document = looseYaml().parseDocument(text, {
      strict: false,
      uniqueKeys: false,
      logLevel: 'error',
      prettyErrors: false,
    })
    return nodeOf(document.contents, new Map(), 0)
  } catch {
    return undefined
  }
}

function nodeOf(value: unknown, anchors: Map<string, PositionNode>, offset: number): PositionNode {
  const { isAlias, isMap, isScalar, isSeq } = looseYaml()
  if (isAlias(value)) return { offset: startOf(value, offset), target: anchors.get(value.source) }
  if (isMap(value)) {
    const start = startOf(value, offset)
    const members = new Map<string, PositionMember>()
    const node: PositionNode = { offset: start, members, merged: [] }
    if (value.anchor !== undefined) anchors.set(value.anchor, node)
    for (const { key, value: member } of value.items) {
      const name = isScalar(key) ? String(key.source ?? key.value) : ''
      const place = startOf(key, start)
      const inner = nodeOf(member, anchors, place)
      members.set(name, { offset: place, node: inner })
      if (name === '<<') node.merged?.push(...((inner.target ?? inner).items ?? [inner]))
    }
    return node
  }
  const start = startOf(value, offset)
  const node: PositionNode = isSeq(value) ? { offset: start, items: [] } : { offset: start }
  if (isSeq(value)) {
    if (value.anchor !== undefined) anchors.set(value.anchor, node)
    for (const item of value.items) node.items?.push(nodeOf(item, anchors, start))
  } else if (isScalar(value) && value.anchor !== undefined) anchors.set(value.anchor, node)
  return node
}

function startOf(value: unknown, fallback: number): number {
  const { isAlias, isMap, isScalar, isSeq } = looseYaml()
  return isAlias(value) || isMap(value) || isSeq(value) || isScalar(value) ? (value.range?.[0] ?? fallback) : fallback
}
