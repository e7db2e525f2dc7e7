/** What a name says of an id: of which resource, and which of its identifying members. */
export interface IdName {
  /** The resource in the singular, in lower case without separators: `processingterminal`; empty for a plain `id`. */
  readonly stem: string
  /** `id` where the name says nothing else; else `number`, `code`, `slug` … */
  readonly kind: string
  /** Whether the name itself says that it identifies something. */
  readonly isExplicit: boolean
  /** `true` for `customerIds`. */
  readonly isList: boolean
}

const ID_WORDS = new Set(['id', 'uuid', 'guid', 'identifier'])

/** Words that identify within a resource: `issue_number`, `country-code`. */
const OTHER_WORDS = new Set(['number', 'no', 'code', 'slug', 'key', 'handle', 'login', 'name', 'token', 'ref'])

/** Reads a name in any of the usual spellings: `paymentId`, `payment_id`, `payment-id`, `PaymentID`, `payments_id`. */
export function idNameOf(name: string): IdName {
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  const isList =
    last.length > 2 && (ID_WORDS.has(singular(last)) || OTHER_WORDS.has(singular(last))) && last.endsWith('s')
  const suffix = isList ? singular(last) : last
  const isId = ID_WORDS.has(suffix)
  if (!isId && !OTHER_WORDS.has(suffix)) return { stem: stemOf(words), kind: 'id', isExplicit: false, isList: false }
  return { stem: stemOf(words.slice(0, -1)), kind: isId ? 'id' : suffix, isExplicit: true, isList }
}

/** The words of a name, in lower case. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
}

/** Words as one: the last one in the singular. */
export function stemOf(words: readonly string[]): string {
  return [...words.slice(0, -1), singular(words.at(-1) ?? '')].join('')
}

/** Good enough to tell a resource from its collection; both sides of a comparison take the same way. */
export function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:ss|sh|ch|x|z|us)es$/.test(word)) return word.slice(0, -2)
  return word.length > 2 && /[^sui]s$/.test(word) ? word.slice(0, -1) : word
}

/** Words in the spelling of JavaScript: `processingTerminalId`. */
export function camelCase(words: readonly string[]): string {
  return words.map((word, i) => (i === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`)).join('')
}
