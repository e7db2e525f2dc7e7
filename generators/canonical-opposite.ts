import type { SchemaDocument, SchemaNode } from './schema/document.ts'
import { type Negation, negationOf } from './schema/negation.ts'
import { NOT_WITH_FORMATS } from './schema/subschemas.ts'

/** The opposites of schemas, each made once. */
export interface Opposites {
  /** How to break a schema; `withFormats`: also by a wrong format. */
  negationOf(node: SchemaNode, withFormats: boolean): Negation
  /** The schema that accepts what this one does not. */
  of(node: SchemaNode, withFormats?: boolean): SchemaNode
}

export function createOpposites(document: SchemaDocument): Opposites {
  const negations = new Map<string, Negation>()
  const opposites = new Map<string, SchemaNode>()

  return {
    negationOf: (node, withFormats) => {
      const key = `${node.id} ${withFormats}`
      const known = negations.get(key) ?? negationOf(document, node, withFormats)
      negations.set(key, known)
      return known
    },
    of: (node, withFormats = false) => {
      const key = `${node.id} ${withFormats}`
      const keyword = withFormats ? NOT_WITH_FORMATS : 'not'
      const { schema } = node
      const known =
        opposites.get(key) ?? document.made(typeof schema === 'boolean' ? !schema : { [keyword]: schema }, node)
      opposites.set(key, known)
      return known
    },
  }
}
