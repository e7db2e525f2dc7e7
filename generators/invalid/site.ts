import type { Json, JsonObject } from '../../core/json.ts'
import type { DocumentPointer } from '../../spec/model.ts'
import type { BrokenAt } from './broken-at.ts'

/**
 * How a value travels: in a JSON document it keeps its type; as text (parameters, form fields) a server reads what it
 * expects into it, so that only what no reading makes valid is wrong.
 */
export type Medium = 'json' | 'text'

/** A place in a request value that schemas describe, in a valid value where it is present. */
export interface Site {
  /** Pointer into the value. */
  readonly pointer: string
  /** The value as a whole; valid. */
  readonly root: Json
  /** What stands at the place. */
  readonly value: Json
  /** Every schema that holds at the place for certain: references followed, `allOf` opened, the branch chosen. */
  readonly parts: readonly JsonObject[]
  /** Where the place itself says which branch of an enclosing choice is meant. */
  readonly tagOf?: { readonly part: JsonObject; readonly tags: readonly string[] }
  /** Tells this place from others with the same pointer: the branches chosen on the way, `oneOf-1`. */
  readonly branch: string
  readonly medium: Medium
}

/** One constraint of a site and values that break it. */
export interface Mutation {
  /** As in {@link BrokenConstraint.breakage}. */
  readonly breakage: string
  /** Tells mutations of the same breakage at the same site apart: a member's name, a type. */
  readonly detail?: string
  readonly kind?: 'data' | 'read-only'
  /** What the contract says: `maximum 100`. */
  readonly promise: string
  /** Pointer into the document, of the constraint. */
  readonly document: DocumentPointer
  /** Pointer into the site's value where the violation must show: empty, or of a member. */
  readonly at: string
  /** Keywords of which at least one must be broken there, and nothing else anywhere. */
  readonly keywords: readonly string[]
  /** `below`: the violations may also show deeper. `allowed`: the schema of requests need not see any. */
  readonly shows?: 'below' | 'allowed'
  /** Values for the site, the best first; the first that breaks this constraint alone is sent. */
  candidates(): Iterable<Json>
  /** What is sent, in words, where showing the value at `at` is not enough. */
  readonly sent?: string
  /** Why there are no candidates, where a family knows. */
  readonly whyNot?: string
}

/** What mutations are made with. */
export interface Workshop {
  /** The place of a keyword in the document. */
  documentOf(part: JsonObject, ...tokens: readonly (string | number)[]): DocumentPointer
  /** A plain value that all schemas accept, or `undefined`. */
  valueOf(parts: readonly Json[]): Json | undefined
  /** What a schema object leaves out of requests: names and their schemas' places. */
  readOnlyMembers(part: JsonObject): readonly { readonly name: string; readonly document: DocumentPointer }[]
  /** Values of a member that only responses have, those that are easily recognised first. */
  responseValuesOf(document: DocumentPointer): Iterable<Json>
  /** What a value breaks of one schema, according to the injected judge; `undefined` where it cannot be told. */
  brokenBy(schema: JsonObject | boolean, value: Json): readonly BrokenAt[] | undefined
}

/** Breaks one sort of constraint. */
export interface Family {
  readonly name: string
  mutations(site: Site, workshop: Workshop): Iterable<Mutation>
}
