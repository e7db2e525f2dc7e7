/** The characters that one class, escape or literal of a pattern stands for, plainest first. Code points. */
export interface CharacterSet {
  readonly plain: readonly number[]
  /** Beyond printable ASCII: drawn now and then, or always when there is nothing plain. */
  readonly other: readonly number[]
}

const LOWER = range(0x61, 0x7a)
const DIGITS = range(0x30, 0x39)
const UPPER = range(0x41, 0x5a)
const PUNCTUATION = [...'-_. ,:/@+#()!?;=%&*\'"$<>[]{}|^~`\\'].map(codePointOf)
const PRINTABLE = [...LOWER, ...DIGITS, ...UPPER, ...PUNCTUATION]
/** One or two of many scripts, symbols, and characters outside the basic plane. */
const SAMPLES = [...'éßñÅøžЖщαΩعשहिไ中日本한ｱ…–“€™⅓→∑☃\u00a0\u0301😀👩𝒳𐍈🇳'].map(codePointOf)
const CONTROLS = range(0, 0x1f).concat(0x7f)

const sets = new Map<string, CharacterSet>()

/**
 * The characters a piece of pattern matches.
 *
 * @param source - a class, an escape or `.`, as written
 * @param flags - those of the whole expression
 */
export function charactersOf(source: string, flags: string): CharacterSet {
  const key = `${flags}/${source}`
  const known = sets.get(key)
  if (known !== undefined) return known
  const made = matchingCharacters(source, flags)
  sets.set(key, made)
  return made
}

/** The set of exactly one character. */
export function onlyCharacter(codePoint: number): CharacterSet {
  return { plain: [codePoint], other: [] }
}

/** What stands around a match of a pattern without anchors. */
export const SURROUNDING: CharacterSet = { plain: [...LOWER, ...DIGITS, ...UPPER], other: [] }

function matchingCharacters(source: string, flags: string): CharacterSet {
  const expression = new RegExp(`^(?:${source})$`, flags)
  const matches = (codePoint: number): boolean => expression.test(String.fromCodePoint(codePoint))
  const plain = PRINTABLE.filter(matches)
  const named = mentioned(source).filter((codePoint) => codePoint > 0x7e && matches(codePoint))
  const other = [...new Set([...named, ...SAMPLES.filter(matches)])]
  if (plain.length > 0 || other.length > 0) return { plain, other }
  const controls = CONTROLS.filter(matches)
  if (controls.length > 0) return { plain: controls, other: [] }
  return { plain: [], other: scan(matches) }
}

/** The characters a class names, ends of ranges among them, and one from the middle of each range. */
function mentioned(source: string): readonly number[] {
  const points = [...source.matchAll(/\\u\{([0-9a-f]+)\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|([^\\])/giu)].map(
    ([, braced, four, two, literal]) =>
      literal === undefined ? Number.parseInt(braced ?? four ?? two ?? '0', 16) : codePointOf(literal),
  )
  const middles = points.slice(1).map((point, i) => Math.floor((point + (points[i] as number)) / 2))
  return [...points, ...middles].filter((point) => point <= 0x10ffff && (point < 0xd800 || point > 0xdfff))
}

/** A class of rare characters only (`\p{Script=Thai}`): the first of them that exist. */
function scan(matches: (codePoint: number) => boolean): readonly number[] {
  const found: number[] = []
  for (let codePoint = 0x80; codePoint <= 0x1ffff && found.length < 200; codePoint++) {
    if (codePoint === 0xd800) codePoint = 0xe000
    if (matches(codePoint)) found.push(codePoint)
  }
  return found
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

function codePointOf(character: string): number {
  return character.codePointAt(0) as number
}
