import { type CharacterSet, charactersOf, onlyCharacter, SURROUNDING } from './pattern-characters.ts'

/** A regular expression as a tree, with how many code points each part can span. */
export type PatternNode =
  | { readonly kind: 'characters'; readonly set: CharacterSet; readonly min: number; readonly max: number }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[]; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[]; readonly min: number; readonly max: number }
  | Repeat
  | {
      readonly kind: 'group'
      readonly names: readonly string[]
      readonly inner: PatternNode
      readonly min: number
      readonly max: number
    }
  | { readonly kind: 'reference'; readonly name: string; readonly min: number; readonly max: number }
  | { readonly kind: 'assertion'; readonly assertion: 'start' | 'end' | 'boundary'; readonly min: 0; readonly max: 0 }
  | {
      readonly kind: 'look'
      readonly positive: boolean
      readonly behind: boolean
      readonly inner: PatternNode
      readonly min: 0
      readonly max: 0
    }

export interface Repeat {
  readonly kind: 'repeat'
  readonly inner: PatternNode
  readonly atLeast: number
  readonly atMost: number
  /** Text around an unanchored match: mostly none. */
  readonly surrounding: boolean
  readonly min: number
  readonly max: number
}

/** Reads a compiled expression. Text around the match is part of the tree where the pattern is not anchored. */
export function parsePattern(expression: RegExp): PatternNode {
  const { source, flags } = expression
  const characters = flags.includes('u') ? [...source] : source.split('')
  let at = 0
  let groups = 0

  function disjunction(top: boolean): PatternNode {
    const options = [alternative(top)]
    while (characters[at] === '|') {
      at++
      options.push(alternative(top))
    }
    return choiceOf(options)
  }

  function alternative(top: boolean): PatternNode {
    const items: PatternNode[] = []
    while (at < characters.length && characters[at] !== '|' && characters[at] !== ')') items.push(term())
    return sequenceOf(top ? surrounded(items) : items)
  }

  function term(): PatternNode {
    const atom = atomic()
    return atom.kind === 'assertion' ? atom : quantified(atom)
  }

  function quantified(atom: PatternNode): PatternNode {
    const bounds = quantifier()
    if (bounds === undefined) return atom
    if (characters[at] === '?') at++
    return repeatOf(atom, bounds[0], bounds[1])
  }

  function quantifier(): readonly [number, number] | undefined {
    const simple = ({ '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] } as const)[characters[at] ?? '']
    if (simple !== undefined) {
      at++
      return simple
    }
    const counted = /^\{(\d+)(,?)(\d*)\}/.exec(characters.slice(at, at + 24).join(''))
    if (counted === null) return undefined
    at += counted[0].length
    const least = Number(counted[1])
    if (counted[2] === '') return [least, least]
    return [least, counted[3] === '' ? Infinity : Number(counted[3])]
  }

  function atomic(): PatternNode {
    const character = characters[at] as string
    switch (character) {
      case '^':
      case '$':
        at++
        return { kind: 'assertion', assertion: character === '^' ? 'start' : 'end', min: 0, max: 0 }
      case '(':
        return group()
      case '[':
        return classOf(classSource())
      case '.':
        at++
        return classOf('.')
      case '\\':
        return escape()
      default:
        at++
        return literal(character.codePointAt(0) as number)
    }
  }

  function group(): PatternNode {
    const opening = /^\((?:\?(?:([:]|=|!|<=|<!)|<([^>]+)>|[a-z-]+:))?/u.exec(
      characters.slice(at, at + 80).join(''),
    ) as RegExpExecArray
    at += [...opening[0]].length
    const [, mark, name] = opening
    const names =
      opening[0] === '(' || name !== undefined ? [String(++groups), ...(name === undefined ? [] : [name])] : []
    const inner = disjunction(false)
    at++
    if (mark === '<!') return { kind: 'assertion', assertion: 'boundary', min: 0, max: 0 }
    if (mark === '=' || mark === '!' || mark === '<=') {
      return { kind: 'look', positive: mark !== '!', behind: mark === '<=', inner, min: 0, max: 0 }
    }
    return names.length === 0 ? inner : { kind: 'group', names, inner, min: inner.min, max: inner.max }
  }

  function classSource(): string {
    const from = at
    for (at++; at < characters.length && characters[at] !== ']'; at++) if (characters[at] === '\\') at++
    at++
    return characters.slice(from, at).join('')
  }

  function escape(): PatternNode {
    const rest = characters.slice(at, at + 60).join('')
    const boundary = /^\\[bB]/.exec(rest)
    const reference = /^\\(?:([1-9]\d*)|k<([^>]+)>)/u.exec(rest)
    const token =
      /^\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}\\u[d-f][0-9a-f]{3}|u[0-9a-f]{4}|x[0-9a-f]{2}|[pP]\{[^}]*\}|c[a-z]|[0-7]{1,3}|[\s\S])/iu.exec(
        rest,
      )?.[0] ?? rest
    if (boundary !== null) {
      at += 2
      return { kind: 'assertion', assertion: 'boundary', min: 0, max: 0 }
    }
    if (reference !== null) {
      at += [...reference[0]].length
      return { kind: 'reference', name: reference[1] ?? (reference[2] as string), min: 0, max: Infinity }
    }
    at += flags.includes('u') ? [...token].length : token.length
    return /^\\[^\p{L}\p{N}]$/u.test(token) ? literal(token.codePointAt(1) as number) : classOf(token)
  }

  function classOf(piece: string): PatternNode {
    return charactersNode(charactersOf(piece, flags))
  }

  return disjunction(true)
}

function literal(codePoint: number): PatternNode {
  return charactersNode(onlyCharacter(codePoint))
}

function charactersNode(set: CharacterSet): PatternNode {
  const length = set.plain.length + set.other.length === 0 ? Infinity : 1
  return { kind: 'characters', set, min: length, max: length }
}

/** One after the other. */
export function sequenceOf(items: readonly PatternNode[]): PatternNode {
  if (items.length === 1) return items[0] as PatternNode
  return { kind: 'sequence', items, min: sum(items.map(({ min }) => min)), max: sum(items.map(({ max }) => max)) }
}

function choiceOf(options: readonly PatternNode[]): PatternNode {
  if (options.length === 1) return options[0] as PatternNode
  return {
    kind: 'choice',
    options,
    min: Math.min(...options.map(({ min }) => min)),
    max: Math.max(...options.map(({ max }) => max)),
  }
}

function repeatOf(inner: PatternNode, atLeast: number, atMost: number, surrounding = false): Repeat {
  return {
    kind: 'repeat',
    inner,
    atLeast,
    atMost,
    surrounding,
    min: atLeast === 0 ? 0 : atLeast * inner.min,
    max: atMost === 0 || inner.max === 0 ? 0 : atMost * inner.max,
  }
}

/** `pattern` is not anchored: anything may stand before and after the match. */
function surrounded(items: readonly PatternNode[]): readonly PatternNode[] {
  const around = repeatOf(charactersNode(SURROUNDING), 0, Infinity, true)
  const startsAnchored = isAssertion(items[0], 'start')
  const endsAnchored = isAssertion(items.at(-1), 'end')
  return [...(startsAnchored ? [] : [around]), ...items, ...(endsAnchored ? [] : [around])]
}

function isAssertion(node: PatternNode | undefined, assertion: 'start' | 'end'): boolean {
  return node?.kind === 'assertion' && node.assertion === assertion
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
