import type { Severity } from '../../core/finding.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { Contract, DocumentPointer } from '../model.ts'
import type { Side } from '../schema-view.ts'
import type { Sites } from './sites.ts'

/** Why a value breaks a schema: where in the value, and what was expected there. */
export interface SchemaViolation {
  /** JSON pointer into the value; empty for the value itself. */
  readonly pointer: string
  readonly message: string
}

/** String lengths in code points, both inclusive; `maxLength` is infinite where the schema sets none. */
interface LengthBounds {
  readonly minLength: number
  readonly maxLength: number
}

/** What the linter needs and the contract folder must not know: passed in by whoever runs it. */
export interface LintParts {
  /** Why a value breaks the schema at a pointer as one side sees it, the most telling reason first; none when it is valid. */
  validate(schema: DocumentPointer, side: Side, value: Json): readonly SchemaViolation[]
  /** Why no string can be generated for a pattern, or `undefined` when one can. */
  whyNotGenerated(pattern: string, bounds: LengthBounds): string | undefined
}

/** Everything a rule may look at. */
export interface LintContext extends LintParts {
  readonly contract: Contract
  readonly sites: Sites
  /** The object itself, or what its `$ref` leads to in the end; `undefined` where that is nothing or no object. */
  resolve(node: Json | undefined): JsonObject | undefined
  /** What a `$ref` with this text would lead to if it stood in `holder`. */
  resolveFrom(holder: object, reference: string): JsonObject | undefined
  /** Where an object stands in the document: the first place when it is shared by YAML aliases. */
  pointerOf(node: object): DocumentPointer
  /** The same place by way of the first places of the objects on its path: one pointer for what aliases repeat. */
  anchorOf(pointer: DocumentPointer): DocumentPointer
  /** In how many more places the same object stands because of YAML aliases. */
  otherPlaces(node: object): number
}

/** What a rule says of one defect, before the linter adds the rule's name and the line. */
export interface LintDraft {
  readonly pointer: DocumentPointer
  /** What was expected and what stands there, one line. */
  readonly message: string
  /** Only where it differs from the rule's own. */
  readonly severity?: Severity
  /** In how many more places the same defect stands (YAML aliases). */
  readonly otherPlaces?: number
  /** Other places that take part in the defect. */
  readonly related?: readonly DocumentPointer[]
}

/** One kind of defect that a contract can have, and how to find it. Pure: the same contract, the same findings. */
export interface LintRule {
  /** The promise a sound contract keeps, in kebab-case. */
  readonly code: string
  /** `error`: the contract contradicts itself or its specification; `warning`: it misleads; `info`: worth knowing. */
  readonly severity: Severity
  /** One sentence. */
  readonly describe: string
  check(context: LintContext): Iterable<LintDraft>
}

/** A defect of the contract with its address. Lines and columns count from 1; 0 where the document has no lines. */
export interface LintFinding {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly pointer: DocumentPointer
  readonly file: string
  readonly line: number
  readonly column: number
  readonly otherPlaces: number
  readonly related?: readonly { readonly pointer: DocumentPointer; readonly file: string; readonly line: number }[]
}
