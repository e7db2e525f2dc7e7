import { bodyKindOf } from '../../core/media-type.ts'
import { findCardNumbers } from './card-number.ts'
import { applyEdits, type Edit, type Span } from './edits.ts'
import { findInForm } from './form-text.ts'
import type { Hit, RedactedText } from './hit.ts'
import { findInJson } from './json-text.ts'
import { maskEncoded, maskText } from './mask.ts'
import { findInMultipart } from './multipart-text.ts'
import type { Needles } from './needles.ts'
import { findAssignments } from './plain-text.ts'
import type { SecretNames } from './secret-names.ts'

/**
 * Replaces what is secret in a body. The content type tells how to read it, where the text itself does not; what cannot
 * be read as announced (malformed, cut) is searched as plain text.
 */
export function redactBodyText(
  text: string,
  contentType: string | undefined,
  names: SecretNames,
  needles: Needles,
): RedactedText {
  if (isClean(text, names, needles)) return { text, hits: [] }
  const found = findStructured(text, contentType, names, needles)
  const structured = { text: applyEdits(text, found.edits), hits: found.hits }
  const rest = redactPlain(structured.text, names, needles, found)
  return { text: rest.text, hits: rest.hits.length === 0 ? structured.hits : [...structured.hits, ...rest.hits] }
}

/**
 * Replaces what is secret in a text of no structure: card numbers, known values, and values given to secret names.
 *
 * @param read what was found already: everything that has a name, numbers
 */
export function redactPlain(text: string, names: SecretNames, needles: Needles, read: Read = UNREAD): RedactedText {
  const { hasName, hasLongNumber } = names.scan(text)
  const known = needles.findIn(text)
  if (!hasName && !hasLongNumber && known.length === 0) return { text, hits: [] }
  const edits: Edit[] = []
  const hits: Hit[] = []
  const take = ({ kind, start, end, isGuess }: Span & Pick<Hit, 'kind' | 'isGuess'>, mask: Edit['mask']): void => {
    edits.push({ start, end, mask })
    hits.push({ kind, pointer: '', value: text.slice(start, end), ...(isGuess && { isGuess }) })
  }
  const isRead = (span: Span): boolean => read.numbers.some(({ start, end }) => start <= span.start && span.end <= end)
  for (const span of known) if (!isRead(span)) take(span, maskEncoded)
  for (const span of hasLongNumber ? findCardNumbers(text) : []) {
    // A number masked before is zeros.
    if (/[1-9]/.test(text.slice(span.start, span.end)) && !isRead(span))
      take({ ...span, kind: 'card-number', isGuess: true }, maskText)
  }
  if (hasName && !read.isWhole) {
    for (const found of findAssignments(text, names)) {
      const value = text.slice(found.start, found.end)
      if (found.mask(value) !== value) take(found, found.mask)
    }
  }
  return { text: applyEdits(text, edits), hits }
}

function isClean(text: string, names: SecretNames, needles: Needles): boolean {
  const { hasName, hasLongNumber } = names.scan(text)
  if (hasName || (hasLongNumber && findCardNumbers(text).length > 0)) return false
  return needles.findIn(text).length === 0
}

interface Read {
  /** Everything that has a name was found. */
  readonly isWhole: boolean
  /** Numbers that are to stay numbers. */
  readonly numbers: readonly Span[]
}

const UNREAD: Read = { isWhole: false, numbers: [] }

interface Found extends Read {
  readonly edits: readonly Edit[]
  readonly hits: readonly Hit[]
}

function findStructured(text: string, contentType: string | undefined, names: SecretNames, needles: Needles): Found {
  const kind = contentType === undefined ? undefined : bodyKindOf(contentType)
  if (kind === 'form') return { ...findInForm(text, names), ...UNREAD }
  if (kind === 'multipart') return { ...findInMultipart(text, names, needles), ...UNREAD }
  if (kind !== 'json' && !/^[\uFEFF\s]*[[{"\d]/.test(text)) return NOTHING
  try {
    const found = findInJson(text, names, needles)
    return found.isMalformed ? { ...found, ...UNREAD } : { ...found, isWhole: true }
  } catch (error) {
    // Nested deeper than the stack goes.
    if (error instanceof RangeError) return NOTHING
    throw error
  }
}

const NOTHING: Found = { ...UNREAD, edits: [], hits: [] }
