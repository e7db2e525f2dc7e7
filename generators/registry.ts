import type * as fc from 'fast-check'
import type { Json, JsonObject } from '../core/json.ts'

/** What a generated string must respect besides its format. Lengths count code points. */
export interface StringConstraints {
  /** 0 when the schema sets none. */
  readonly minLength: number
  /** `Infinity` when the schema sets none. */
  readonly maxLength: number
  /** Patterns the value must match, as written; an entry may ignore them: the engine filters what it yields. */
  readonly patterns: readonly string[]
}

/** What a generated number must respect besides its format. Bounds are inclusive and infinite where there are none. */
export interface NumberConstraints {
  readonly integer: boolean
  readonly minimum: number
  readonly maximum: number
  readonly multipleOf: readonly number[]
}

/**
 * The generators of one format. Each answers `undefined` when it has nothing to offer under the constraints; the
 * engine then falls back to the pattern, the bounds, or a plain value. What it yields is checked by the engine.
 */
export interface Format {
  readonly strings?: (constraints: StringConstraints) => fc.Arbitrary<string> | undefined
  readonly numbers?: (constraints: NumberConstraints) => fc.Arbitrary<number> | undefined
}

/** Formats by the name under `format`. The engine itself bounds int32, int64, float and the like. */
export type FormatRegistry = ReadonlyMap<string, Format>

/**
 * A named string or number member (or parameter) as a domain entry sees it. `schema` is flat: `$ref` and `allOf` are
 * already merged, and `type`, `format`, bounds, `pattern`, `description`, `title`, `example`, `examples` and
 * `default` are those that count.
 */
export interface Field {
  readonly name: string
  readonly schema: JsonObject
}

/** Values that mean something for fields of a certain name, format or description. */
export interface DomainEntry {
  readonly name: string
  matches(field: Field): boolean
  /** `undefined`: nothing to offer for this schema. The engine drops values that the schema itself refuses. */
  values(field: Field): fc.Arbitrary<Json> | undefined
}

/** The first entry that matches and has values wins. */
export type DomainRegistry = readonly DomainEntry[]
