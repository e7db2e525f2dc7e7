import { Arbitrary, type Random, type Stream, type Value } from 'fast-check'
import type { Json } from '../core/json.ts'
import type { Parameter } from '../spec/model.ts'

/** Enough for any schema that leaves a choice; one that leaves none gets what it demands. */
const ATTEMPTS = 100

/**
 * Only the legal values of an arbitrary, as far as there are any: when a hundred in a row are not, the schema demands
 * such values and the last one is yielded. Simpler values are always legal.
 */
export function legalOnly<T>(values: Arbitrary<T>, isLegal: (value: T) => boolean): Arbitrary<T> {
  return new LegalArbitrary(values, isLegal)
}

class LegalArbitrary<T> extends Arbitrary<T> {
  readonly #values: Arbitrary<T>
  readonly #isLegal: (value: T) => boolean

  constructor(values: Arbitrary<T>, isLegal: (value: T) => boolean) {
    super()
    this.#values = values
    this.#isLegal = isLegal
  }

  override generate(random: Random, bias: number | undefined): Value<T> {
    let drawn = this.#values.generate(random, bias)
    for (let i = 1; i < ATTEMPTS && !this.#isLegal(drawn.value_); i++) drawn = this.#values.generate(random, bias)
    return drawn
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#values.canShrinkWithoutContext(value)
  }

  override shrink(value: T, context: unknown): Stream<Value<T>> {
    return this.#values.shrink(value, context).filter((simpler) => this.#isLegal(simpler.value_))
  }
}

type Placement = Pick<Parameter, 'in' | 'style' | 'explode' | 'allowEmptyValue' | 'mediaType'>

/** Whether a parameter's value arrives as what it is: servers differ in what they make of the others. */
export function isLegalParameter(parameter: Placement): (value: Json) => boolean {
  if (parameter.mediaType !== undefined) return (value) => value !== null
  const delimiter = delimiterOf(parameter)
  const isLegal = (value: Json, inside: boolean): boolean => {
    if (value === null) return false
    if (typeof value === 'string') return isLegalText(parameter, value) && (!inside || delimiter?.test(value) !== true)
    if (Array.isArray(value)) return value.length > 0 && value.every((item) => isLegal(item, true))
    if (typeof value !== 'object') return true
    const members = Object.entries(value)
    return members.length > 0 && members.every(([name, item]) => /^[\w.-]+$/.test(name) && isLegal(item, true))
  }
  return (value) => isLegal(value, false)
}

function isLegalText({ in: place, allowEmptyValue }: Placement, text: string): boolean {
  if (text === '') return place === 'query' && allowEmptyValue
  if (!text.isWellFormed()) return false
  switch (place) {
    case 'path':
      return !/^\.{1,2}$|[/\\\p{Cc}]/u.test(text)
    case 'header':
      return /^[!-~]([ -~]*[!-~])?$/.test(text)
    case 'query':
      return !/\p{Cc}/u.test(text)
    case 'cookie':
      // Whether a server undoes percent-encoding in a cookie is its own choice: only what needs none.
      return /^[\w.~-]+$/.test(text)
  }
}

/** What separates the items, and is taken for a separator by servers that decode first and split then. */
function delimiterOf({ in: place, style, explode }: Placement): RegExp | undefined {
  if (place === 'path' && style === 'label') return /[.,=]/
  if (place === 'path' && style === 'matrix') return /[;,=]/
  if (style === 'simple') return /[,=]/
  if (explode) return undefined
  if (style === 'spaceDelimited') return / /
  return style === 'pipeDelimited' ? /\|/ : /,/
}
