import type { JsonObject } from '../core/json.ts'
import { documentSetOf } from './document-set.ts'
import type { Contract, DocumentPointer } from './model.ts'
import { locatePointer } from './reference.ts'
import { type SchemaGraph, schemaGraph } from './schema/schema-graph.ts'
import { type ViewBuilder, viewBuilder } from './schema/view-builder.ts'

/**
 * A schema as one side of the wire sees it, in one normal form: JSON Schema 2020-12, self-contained (every `$ref` is
 * `#/$defs/…` within it), `readOnly` members dropped from a request and `writeOnly` members from a response (also
 * from `required`), the OpenAPI 3.0 dialect translated (`nullable`, boolean `exclusiveMinimum`, `$ref` siblings
 * ignored), and each `discriminator` resolved to {@link ResolvedDiscriminator}.
 */
export interface SchemaView {
  readonly schema: JsonObject | boolean
  /** Where a subschema of `schema` (by identity) stands in the document. */
  pointerOf(subschema: object): DocumentPointer | undefined
}

/** The normal form of `discriminator` in a view. `branches` maps each tag to an index of the sibling `oneOf`/`anyOf`. */
export interface ResolvedDiscriminator {
  readonly propertyName: string
  readonly branches: Readonly<Record<string, number>>
}

export type Side = 'request' | 'response'

interface Views {
  readonly graph: SchemaGraph
  readonly builders: Readonly<Record<Side, ViewBuilder>>
  readonly known: Map<string, SchemaView>
}

const views = new WeakMap<Contract, Views>()

/** The view of the schema at a pointer; the same object for the same question. Parts are shared between views. */
export function schemaView(contract: Contract, pointer: DocumentPointer, side: Side): SchemaView {
  let state = views.get(contract)
  if (state === undefined) {
    const graph = schemaGraph(contract, documentSetOf(contract))
    state = {
      graph,
      builders: { request: viewBuilder(graph, 'request'), response: viewBuilder(graph, 'response') },
      known: new Map(),
    }
    views.set(contract, state)
  }
  const question = `${side} ${pointer}`
  let view = state.known.get(question)
  if (view === undefined) {
    view = viewOf(state.graph, pointer, state.builders[side])
    state.known.set(question, view)
  }
  return view
}

function viewOf(graph: SchemaGraph, pointer: DocumentPointer, builder: ViewBuilder): SchemaView {
  const pointerOf = (subschema: object): DocumentPointer | undefined => builder.pointers.get(subschema)
  const start = locatePointer(graph.set, pointer)
  const target = start === undefined ? undefined : graph.standsFor(start)
  if (target === undefined) return { schema: true, pointerOf }
  if (typeof target.node === 'boolean') return { schema: target.node, pointerOf }
  const root = builder.definition(builder.keyOf({ pointer: target.pointer, plain: false, unrequired: [] }))
  if (typeof root.schema === 'boolean' || root.uses.size === 0) return { schema: root.schema, pointerOf }

  const used = new Set(root.uses)
  // A set grows while it is walked: what a definition uses is walked, too.
  for (const key of used) for (const further of builder.definition(key).uses) used.add(further)
  const definitions = Object.fromEntries([...used].map((key) => [builder.nameOf(key), builder.definition(key).schema]))
  const schema: JsonObject = { ...root.schema, $defs: definitions }
  builder.pointers.set(schema, target.pointer)
  return { schema, pointerOf }
}
