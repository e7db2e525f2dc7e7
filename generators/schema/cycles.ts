import type { SchemaNode } from './document.ts'

/** Tarjan's strongly connected components, without recursion: a document may nest deeper than the stack. */
export function cyclicSchemas(root: SchemaNode, edges: (node: SchemaNode) => readonly SchemaNode[]): Set<object> {
  const cyclic = new Set<object>()
  const order = new Map<number, number>()
  const low = new Map<number, number>()
  const onStack = new Set<number>()
  const stack: SchemaNode[] = []
  const work: { node: SchemaNode; next: readonly SchemaNode[]; at: number }[] = []
  const open = (node: SchemaNode): void => {
    order.set(node.id, order.size)
    low.set(node.id, order.get(node.id) as number)
    stack.push(node)
    onStack.add(node.id)
    work.push({ node, next: safeEdges(node), at: 0 })
  }
  const safeEdges = (node: SchemaNode): readonly SchemaNode[] => {
    try {
      return edges(node)
    } catch {
      return []
    }
  }
  const lower = (node: SchemaNode, value: number): void => {
    if (value < (low.get(node.id) as number)) low.set(node.id, value)
  }

  open(root)
  for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
    const target = frame.next[frame.at++]
    if (target !== undefined) {
      if (!order.has(target.id)) open(target)
      else if (onStack.has(target.id)) lower(frame.node, order.get(target.id) as number)
      continue
    }
    work.pop()
    const { node, next } = frame
    const parent = work.at(-1)
    if (parent !== undefined) lower(parent.node, low.get(node.id) as number)
    if (low.get(node.id) !== order.get(node.id)) continue
    const component = stack.splice(stack.lastIndexOf(node))
    for (const member of component) {
      onStack.delete(member.id)
      const loops = component.length > 1 || next.includes(node)
      if (loops && typeof member.schema === 'object') cyclic.add(member.schema)
    }
  }
  return cyclic
}
