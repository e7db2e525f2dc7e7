import type { CharacterSet } from './pattern-characters.ts'
import type { PatternNode, Repeat } from './pattern-syntax.ts'

/** How the open choices of a pattern are made: at random, or plainly. */
export interface Choices {
  /** One of so many options, from 0. */
  option(options: readonly PatternNode[]): number
  /** A count between two numbers (the upper one may be infinite). */
  count(atLeast: number, atMost: number, surrounding: boolean): number
  character(set: CharacterSet): number
}

/** Longer texts are never drawn unless the bounds demand them. */
const LONGEST = 10_000

/**
 * A text of a length between two bounds (in code points) that the pattern describes; look-arounds, inner anchors and
 * word boundaries are not looked at. `undefined` where the choices led to no text of such a length.
 */
export function drawText(node: PatternNode, from: number, to: number, choices: Choices): string | undefined {
  const captures = new Map<string, string>()

  function draw(part: PatternNode, least: number, most: number): string | undefined {
    if (part.min > most || part.max < least) return undefined
    switch (part.kind) {
      case 'characters':
        return String.fromCodePoint(choices.character(part.set))
      case 'sequence':
        return sequence(part.items, least, most)
      case 'choice':
        return choice(part.options, least, most)
      case 'repeat':
        return repeat(part, least, most)
      case 'group': {
        const text = draw(part.inner, least, most)
        if (text !== undefined) for (const name of part.names) captures.set(name, text)
        return text
      }
      case 'reference': {
        const text = captures.get(part.name) ?? ''
        const length = lengthOf(text)
        return length < least || length > most ? undefined : text
      }
      case 'assertion':
      case 'look':
        return ''
    }
  }

  function choice(options: readonly PatternNode[], least: number, most: number): string | undefined {
    const possible = options.filter((option) => option.min <= most && option.max >= least)
    const chosen = possible[choices.option(possible)]
    return chosen === undefined ? undefined : draw(chosen, least, most)
  }

  function sequence(items: readonly PatternNode[], least: number, most: number): string | undefined {
    let restMin = items.reduce((total, { min }) => total + min, 0)
    const restMax: number[] = [0]
    for (const item of items.toReversed()) restMax.unshift((restMax[0] as number) + item.max)
    let text = ''
    let used = 0
    for (const [index, item] of items.entries()) {
      restMin -= item.min
      const lower = Math.max(item.min, least - used - (restMax[index + 1] as number))
      const upper = Math.min(item.max, most - used - restMin)
      const piece = upper < lower ? undefined : draw(item, lower, upper)
      if (piece === undefined) return undefined
      text += piece
      used += lengthOf(piece)
    }
    return text
  }

  function repeat(part: Repeat, least: number, most: number): string | undefined {
    const { inner } = part
    const fewest = Math.max(part.atLeast, least > 0 ? Math.max(1, Math.ceil(least / Math.max(inner.max, 1))) : 0)
    const room = inner.min === 0 ? part.atMost : Math.min(part.atMost, Math.floor(most / inner.min))
    if (room < fewest || (fewest > LONGEST && fewest > part.atLeast && least === 0)) return undefined
    const count = choices.count(fewest, room, part.surrounding)
    let text = ''
    let used = 0
    for (let left = count - 1; left >= 0; left--) {
      const lower = Math.max(inner.min, left === 0 ? least - used : least - used - left * inner.max)
      const upper = Math.min(inner.max, most - used - left * inner.min)
      const piece = upper < lower ? undefined : draw(inner, lower, upper)
      if (piece === undefined) return undefined
      text += piece
      used += inner.max === 1 && inner.min === 1 ? 1 : lengthOf(piece)
    }
    return used < least || used > most ? undefined : text
  }

  return draw(node, from, to)
}

/** Length as JSON Schema counts it: in code points. */
export function lengthOf(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const next = text.charCodeAt(i + 1)
      if (next >= 0xdc00 && next <= 0xdfff) {
        length--
        i++
      }
    }
  }
  return length
}
