import type { Json, JsonObject } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { DocumentPointer } from '../../spec/model.ts'
import { openSpace } from '../schema-space.ts'
import { openDocument, type SchemaNode } from '../schema/document.ts'
import type { Goal } from '../schema/goal.ts'
import type { Reachability } from '../schema/reach.ts'
import type { Shape } from '../schema/shape.ts'

/** One schema opened for looking around in: its conjunctions, what values they have, and where each schema stands. */
export interface Workspace {
  readonly root: Goal
  readonly reach: Reachability
  goalOf(nodes: readonly SchemaNode[]): Goal
  /** Whether a value keeps everything that was merged into a shape; formats are not looked at. */
  accepts(shape: Shape, value: Json): boolean
  satisfies(node: SchemaNode, value: Json): boolean
  /** The same for goals that say the same, by whatever references they come to it. */
  kindOf(goal: Goal): string
  /** Where a schema or one of its keywords stands in the contract. */
  documentOf(node: SchemaNode | undefined, ...tokens: readonly (string | number)[]): DocumentPointer
}

/**
 * Opens a schema.
 *
 * @param around - where the schema stands as a whole, for parts whose own place is not known
 */
export function openWorkspace(
  schema: JsonObject | boolean,
  around: DocumentPointer,
  pointerOf: (schema: object) => DocumentPointer | undefined,
): Workspace {
  const document = openDocument(schema)
  const { goals, reach, holds } = openSpace(document)
  return {
    root: goals.of([document.root]),
    reach,
    goalOf: (nodes) => goals.of(nodes),
    accepts: (shape, value) => [...shape.nodes, ...shape.checks].every((node) => holds(node, value)),
    satisfies: holds,
    kindOf: (goal) => {
      const { nodes } = goal.root.expansion().shape
      const said = nodes.filter(({ schema }) => !isMereReference(schema)).map(({ id }) => id)
      return said.length === 0 ? goal.key : said.toSorted((one, other) => one - other).join()
    },
    documentOf: (node, ...tokens) => {
      const own = typeof node?.schema === 'object' ? pointerOf(node.schema) : undefined
      return own === undefined ? around : child(own, ...tokens)
    },
  }
}

function isMereReference(schema: JsonObject | boolean): boolean {
  return typeof schema === 'object' && '$ref' in schema && Object.keys(schema).every((keyword) => REMARKS.has(keyword))
}

const REMARKS = new Set(['$ref', 'title', 'description', 'example', 'examples', 'deprecated', '$defs', '$comment'])

/** The first of a shape's schemas that says this under a keyword. */
export function declaring(shape: Shape, keyword: string, value?: Json): SchemaNode | undefined {
  return shape.nodes.find(
    ({ schema }) =>
      typeof schema === 'object' && schema[keyword] !== undefined && (value === undefined || schema[keyword] === value),
  )
}
