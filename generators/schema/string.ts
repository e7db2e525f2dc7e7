import { Value } from 'fast-check'
import { lengthOf } from '../pattern-draw.ts'
import { expressionOf, matchesPattern, reasonOf } from '../pattern-expression.ts'
import { searchTexts, type TextSearch } from '../pattern-search.ts'
import type { Engine } from './engine.ts'
import { GenerationFailed } from './errors.ts'
import { hasFormat, isKnownFormat } from './format-rules.ts'
import { acceptedShare, filtered } from './external.ts'
import { producer, type Producer } from './producer.ts'
import type { Shape } from './shape.ts'
import { simplerTexts } from './simpler-text.ts'
import { drawPlainText, plainText } from './text.ts'

const ATTEMPTS = 60

/** Strings of a shape: of its format, by its pattern, or any text within its length bounds. */
export function strings(engine: Engine, shape: Shape, pointer: string): Producer {
  const accepts = (value: unknown): boolean => typeof value === 'string' && accepted(shape, value)
  for (const format of shape.formats) {
    const { minLength, maxLength, patterns } = shape
    const arbitrary = engine.formats.get(format)?.strings?.({ minLength, maxLength, patterns })
    if (arbitrary === undefined) continue
    const share = acceptedShare(arbitrary, accepts)
    if (share >= 0.5 || (share > 0 && patterns.length === 0)) return filtered(engine, arbitrary, accepts, pointer)
  }
  return shape.patterns.length > 0 ? patterned(engine, shape, pointer) : plain(engine, shape, pointer)
}

/** Whether a text keeps everything a shape says of strings; the formats it names are not looked at. */
function accepted(shape: Shape, text: string): boolean {
  if (shape.minLength > 0 || shape.maxLength < Infinity) {
    const length = lengthOf(text)
    if (length < shape.minLength || length > shape.maxLength) return false
  }
  return (
    shape.patterns.every((pattern) => matchesPattern(pattern, text)) &&
    !shape.notPatterns.some((pattern) => matchesPattern(pattern, text)) &&
    !shape.notFormats.some((format) => hasFormat(text, format)) &&
    !shape.excluded.includes(text)
  )
}

function patterned(engine: Engine, shape: Shape, pointer: string): Producer {
  for (const pattern of shape.patterns) {
    if (expressionOf(pattern) === undefined) {
      throw new GenerationFailed(
        pointer,
        `the pattern ${JSON.stringify(pattern)} is not supported: ${reasonOf(pattern)}`,
      )
    }
  }
  const known = shape.formats.filter((format) => isKnownFormat(format))
  const inFormat = (text: string): boolean => known.every((format) => hasFormat(text, format))
  const strict = searchTexts(shape.patterns, shape, (text) => accepted(shape, text) && inFormat(text))
  // A pattern that contradicts the format wins: validators treat `format` as a remark.
  const texts =
    strict.smallest() !== undefined ? strict : searchTexts(shape.patterns, shape, (text) => accepted(shape, text))
  return textProducer(engine, shape, pointer, texts)
}

function plain(engine: Engine, shape: Shape, pointer: string): Producer {
  const { minLength, maxLength } = shape
  const texts: TextSearch = {
    draw: (random, onDiscard) => {
      for (let i = 0; i < ATTEMPTS; i++) {
        const text = drawPlainText(random, minLength, maxLength, engine.ascii)
        if (accepted(shape, text)) return text
        onDiscard()
      }
      return undefined
    },
    smallest: () => {
      for (let length = minLength; length <= Math.min(maxLength, minLength + ATTEMPTS); length++) {
        for (const text of [plainText(length), plainText(length).replace(/a$/, 'b'), '0'.repeat(length)]) {
          if (accepted(shape, text)) return text
        }
      }
      return undefined
    },
  }
  return textProducer(engine, shape, pointer, texts)
}

function textProducer(engine: Engine, shape: Shape, pointer: string, texts: TextSearch): Producer {
  const onDiscard = (): void => {
    engine.discard(pointer)
  }
  const orFail = (text: string | undefined): string => {
    if (text !== undefined) return text
    const wanted = shape.patterns.map((pattern) => JSON.stringify(pattern)).join(' and ')
    throw new GenerationFailed(
      pointer,
      wanted === ''
        ? 'no text within its length bounds was found'
        : `no text within its length bounds was found for the pattern ${wanted}`,
    )
  }
  return producer<true>({
    draw: (random) => new Value(orFail(texts.draw(random, onDiscard) ?? texts.smallest()), true),
    *simpler(value) {
      const simpler = simplerTexts(value as string, texts.smallest(), (text) => accepted(shape, text))
      for (const text of simpler) yield new Value(text, true)
    },
    smallest: () => new Value(orFail(texts.smallest()), true),
  })
}
