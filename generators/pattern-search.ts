import { Random } from 'fast-check'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { type CharacterSet } from './pattern-characters.ts'
import { type Choices, drawText, lengthOf } from './pattern-draw.ts'
import { expressionOf, reasonOf, UnsupportedPattern } from './pattern-expression.ts'
import { parsePattern, type PatternNode, sequenceOf } from './pattern-syntax.ts'
import { percent, pick } from './schema/chance.ts'

/** Lengths in code points; `maxLength` may be infinite. */
export interface LengthBounds {
  readonly minLength: number
  readonly maxLength: number
}

/** Texts that match patterns, found by construction and, where a pattern looks around itself, by a bounded search. */
export interface TextSearch {
  /** `undefined` when the search was given up. `onDiscard` hears of every candidate that had to be dropped. */
  draw(random: Random, onDiscard: () => void): string | undefined
  /** The plainest text that was found, `undefined` when there is none. */
  smallest(): string | undefined
}

const ATTEMPTS = 60
const REPAIRS = 40
const PROBES = 12
const LARGEST_BOUND = 256

/**
 * Texts that match all the patterns, within length bounds.
 *
 * @param accepts - what else a text must satisfy
 * @throws UnsupportedPattern
 */
export function searchTexts(
  patterns: readonly string[],
  bounds: LengthBounds,
  accepts: (text: string) => boolean = () => true,
): TextSearch {
  const expressions = patterns.map((pattern) => {
    const expression = expressionOf(pattern)
    if (expression === undefined) throw new UnsupportedPattern(pattern, reasonOf(pattern))
    return expression
  })
  const trees = expressions.map(parsePattern)
  const looks = trees.flatMap(positiveLooks).map(({ inner }) => inner)
  const wishes = (trees.length > 1 ? [...trees, ...looks] : looks).flatMap(charactersIn)
  const { minLength, maxLength } = bounds

  function isValid(text: string): boolean {
    const length = lengthOf(text)
    if (length < minLength || length > maxLength) return false
    return expressions.every((expression) => expression.test(text)) && accepts(text)
  }

  function attempt(tree: PatternNode, random: Random): string | undefined {
    const choices = randomChoices(random)
    const least = Math.max(minLength, tree.min)
    const most = Math.min(maxLength, tree.max)
    if (least > most) return undefined
    const edge = least === most ? 100 : random.nextInt(0, 99)
    if (edge < 6) return drawText(tree, least, least, choices) ?? drawText(tree, least, most, choices)
    if (edge < 12 && most <= LARGEST_BOUND)
      return drawText(tree, most, most, choices) ?? drawText(tree, least, most, choices)
    return drawText(tree, minLength, maxLength, choices)
  }

  /** Puts characters that look-aheads ask for into a text that misses them. */
  function repaired(text: string, random: Random): string | undefined {
    let characters = [...text]
    for (let i = 0; i < REPAIRS && wishes.length > 0 && characters.length > 0; i++) {
      const wish = pick(random, wishes)
      const at = random.nextInt(0, characters.length - 1)
      const changed = characters.with(at, String.fromCodePoint(randomCharacter(random, wish)))
      if (isValid(changed.join(''))) return changed.join('')
      if (percent(random, 50)) characters = changed
    }
    return undefined
  }

  let sources: readonly PatternNode[] = [...trees, ...looks]
  let ordered = sources.length === 1

  /** The trees by how often a text of theirs is valid, as a few texts from a fixed seed tell. */
  function fruitful(): readonly PatternNode[] {
    if (ordered) return sources
    ordered = true
    const random = new Random(xoroshiro128plus(3))
    const share = new Map(
      sources.map((tree) => [tree, Array.from({ length: PROBES }).filter(() => found(tree, random)).length]),
    )
    sources = sources.toSorted((one, other) => (share.get(other) as number) - (share.get(one) as number))
    if ([...share.values()].every((count) => count === 0)) sources = [...besides(), ...sources]
    return sources
  }

  /** Each pattern with what it looks for behind and ahead of itself put there. */
  function besides(): readonly PatternNode[] {
    return trees.flatMap((tree) => {
      const around = positiveLooks(tree)
      const behind = around.filter((look) => look.behind).map(({ inner }) => inner)
      const ahead = around.filter((look) => !look.behind).map(({ inner }) => inner)
      return around.length === 0 ? [] : [sequenceOf([...behind, tree, ...ahead])]
    })
  }

  function found(tree: PatternNode, random: Random): string | undefined {
    const text = attempt(tree, random)
    return text === undefined || isValid(text) ? text : repaired(text, random)
  }

  function draw(random: Random, onDiscard: () => void): string | undefined {
    for (let i = 0; i < ATTEMPTS; i++) {
      // The most fruitful source comes first; the others are tried when it fails.
      const source = fruitful()[i < 8 ? 0 : i % sources.length] as PatternNode
      const text = found(source, random)
      if (text !== undefined) return text
      onDiscard()
    }
    return undefined
  }

  let plainest: { readonly text: string | undefined } | undefined

  function findSmallest(): string | undefined {
    return smallestOf(sources) ?? smallestOf(besides())
  }

  function smallestOf(candidates: readonly PatternNode[]): string | undefined {
    let best: string | undefined
    for (const tree of candidates) {
      for (let length = minLength; length <= Math.min(maxLength, minLength + LARGEST_BOUND); length++) {
        const text = drawText(
          tree,
          Math.max(length, tree.min),
          Math.min(Math.max(length, tree.min), maxLength),
          plainChoices,
        )
        if (text === undefined || !isValid(text)) {
          if (length > tree.max) break
          continue
        }
        if (best === undefined || lengthOf(text) < lengthOf(best)) best = text
        break
      }
    }
    return best
  }

  return {
    draw,
    smallest: () => (plainest ??= { text: findSmallest() }).text,
  }
}

function positiveLooks(node: PatternNode): readonly (PatternNode & { kind: 'look' })[] {
  if (node.kind === 'look') return node.positive ? [node] : []
  return childrenOf(node).flatMap(positiveLooks)
}

/** The narrow character sets of a look-ahead: those are what it asks for (`.*` is not). */
function charactersIn(node: PatternNode): readonly CharacterSet[] {
  if (node.kind === 'characters') return node.set.plain.length > 0 && node.set.plain.length < 60 ? [node.set] : []
  return childrenOf(node).flatMap(charactersIn)
}

function childrenOf(node: PatternNode): readonly PatternNode[] {
  switch (node.kind) {
    case 'sequence':
      return node.items
    case 'choice':
      return node.options
    case 'repeat':
    case 'group':
    case 'look':
      return [node.inner]
    case 'characters':
    case 'reference':
    case 'assertion':
      return []
  }
}

const plainChoices: Choices = {
  option: (options) => {
    const shortest = Math.min(...options.map(({ min }) => min))
    return options.findIndex(({ min }) => min === shortest)
  },
  count: (atLeast) => atLeast,
  character: (set) => set.plain[0] ?? (set.other[0] as number),
}

function randomChoices(random: Random): Choices {
  return {
    option: (options) => (options.length < 2 ? 0 : random.nextInt(0, options.length - 1)),
    count: (atLeast, atMost, surrounding) => {
      const room = atMost - atLeast
      if (room <= 0) return atLeast
      if (surrounding) return percent(random, 80) ? atLeast : atLeast + random.nextInt(0, Math.min(room, 4))
      const roll = random.nextInt(0, 99)
      if (room > 2 && roll < 8) return atLeast
      if (room > 2 && roll < 14 && room <= LARGEST_BOUND) return atMost
      return atLeast + random.nextInt(0, Math.min(room, roll < 70 ? 6 : 24))
    },
    character: (set) => randomCharacter(random, set),
  }
}

/** The classes of a set are drawn about equally, so that a digit is not rare among sixty letters. */
function randomCharacter(random: Random, { plain, other }: CharacterSet): number {
  if (plain.length === 0) return pick(random, other)
  if (other.length > 0 && percent(random, 4)) return pick(random, other)
  if (plain.length > 36 && percent(random, 50)) return plain[random.nextInt(0, 25)] as number
  return pick(random, plain)
}
