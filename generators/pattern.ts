import { Arbitrary, type Random, Stream, Value } from 'fast-check'
import { lengthOf } from './pattern-draw.ts'
import { matchesPattern, UnsupportedPattern } from './pattern-expression.ts'
import { type LengthBounds, searchTexts, type TextSearch } from './pattern-search.ts'
import { simplerTexts } from './schema/simpler-text.ts'

export { UnsupportedPattern }

/**
 * Strings that match an ECMA-262 pattern as JSON Schema reads it (anywhere in the string, unless anchored) and whose
 * length in code points is within bounds. Shrinks to the shortest, plainest match.
 *
 * @throws UnsupportedPattern where the pattern does not compile, or no match was found within a bounded search
 */
export function stringMatching(
  pattern: string,
  bounds: LengthBounds = { minLength: 0, maxLength: Infinity },
): Arbitrary<string> {
  return new PatternArbitrary(pattern, bounds)
}

class PatternArbitrary extends Arbitrary<string> {
  readonly #pattern: string
  readonly #bounds: LengthBounds
  readonly #texts: TextSearch

  constructor(pattern: string, bounds: LengthBounds) {
    super()
    this.#pattern = pattern
    this.#bounds = bounds
    this.#texts = searchTexts([pattern], bounds)
  }

  generate(random: Random): Value<string> {
    const text = this.#texts.draw(random, () => {}) ?? this.#texts.smallest()
    if (text === undefined) throw new UnsupportedPattern(this.#pattern, 'no match of the length asked for was found')
    return new Value(text, true)
  }

  canShrinkWithoutContext(value: unknown): value is string {
    return typeof value === 'string' && this.#accepts(value)
  }

  shrink(value: string): Stream<Value<string>> {
    const simpler = simplerTexts(
      value,
      this.#texts.smallest(),
      (text) => this.#accepts(text) && lengthOf(text) <= lengthOf(value),
    )
    return new Stream(simpler).map((text) => new Value(text, true))
  }

  #accepts(text: string): boolean {
    const length = lengthOf(text)
    return length >= this.#bounds.minLength && length <= this.#bounds.maxLength && matchesPattern(this.#pattern, text)
  }
}
