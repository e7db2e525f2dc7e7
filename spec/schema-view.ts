import type { JsonObject } from '../core/json.ts'
import type { Contract, DocumentPointer } from './model.ts'

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

/** The view of the schema at a pointer; the same object for the same question. */
export declare function schemaView(contract: Contract, pointer: DocumentPointer, side: Side): SchemaView
