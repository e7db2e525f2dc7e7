import type { DocumentPointer } from '../../spec/model.ts'
import type { Constraint } from './constraint.ts'
import type { Made } from './making.ts'

/** A place of a request where a value stands, and the ways there are to fill it. */
export interface Site {
  /** As in {@link Constraint}. */
  readonly payload: string
  /** Where its schema stands. */
  readonly document: DocumentPointer
  /** What is the same at every place of the same kind, so that none is looked at over and over. */
  readonly kind: string
  /** How often its schema has led back to itself on the way there. */
  readonly repetitions: number
  /** In the order of the schema. Found when first asked; none where there is no value. */
  forms(): readonly Form[]
  /** The form taken where none is asked for: without nesting further, and not `null` if possible. */
  plainForm(): number
  /** Constraints that no value can show, with the reason. */
  impossible(): readonly { readonly constraint: Constraint; readonly reason: string }[]
}

export type Form = ScalarForm | ObjectForm | ArrayForm

interface FormParts {
  /** Shown by taking this form: branches, one of several types, not being null. */
  readonly shows: readonly Constraint[]
  /** The media type, of a body. */
  readonly mediaType?: string
}

/** A value at which a constraint shows. */
export interface Shown {
  readonly constraint: Constraint
  readonly end?: 'least' | 'most'
  /** Whether every other value there shows it, too. */
  readonly byAny?: boolean
  readonly made: Made
}

export interface ScalarForm extends FormParts {
  readonly kind: 'scalar'
  points(): readonly Shown[]
  plain(seed: number, nth: number): Made
}

export interface Member {
  readonly name: string
  readonly required: boolean
  /** Not named by the schema: stands for any additional member. */
  readonly additional: boolean
  readonly site: Site
}

export interface ObjectForm extends FormParts {
  readonly kind: 'object'
  readonly members: ReadonlyMap<string, Member>
  readonly least: number
  readonly most: number
  /** Where the object and its size keywords stand. */
  readonly constraints: ObjectConstraints
  /** The members to have so that some are there and others are not; `undefined` where that cannot be. */
  complete(present: ReadonlySet<string>, absent: ReadonlySet<string>): ReadonlySet<string> | undefined
}

export interface ObjectConstraints {
  present(name: string): Constraint
  absent(name: string): Constraint
  additional(site: Site): Constraint
  readonly pairs: Constraint
  readonly sizes: readonly { readonly constraint: Constraint; readonly size: number; readonly end: 'least' | 'most' }[]
}

export interface ArrayForm extends FormParts {
  readonly kind: 'array'
  readonly least: number
  readonly most: number
  readonly unique: boolean
  /** The item at an index; the same for all indexes from some on. */
  siteAt(index: number): Site
  /** How many leading items have sites of their own. */
  readonly prefix: number
  readonly counts: readonly {
    readonly constraint: Constraint
    readonly count: number
    readonly end?: 'least' | 'most'
  }[]
  readonly tooMany: readonly { readonly constraint: Constraint; readonly reason: string }[]
  /** Whole values that show something, such as the default. */
  readonly wholes: readonly Shown[]
}
