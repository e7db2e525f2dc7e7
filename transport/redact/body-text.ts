import { bodyKindOf } from '../../core/media-type.ts'
import { findCardNumbers } from './card-number.ts'
import { applyEdits, type Edit } from './edits.ts'
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
  const rest = redactPlain(structured.text, names, needles, found.isWhole)
  return { text: rest.text, hits: rest.hits.length === 0 ? structured.hits : [...structured.hits, ...rest.hits] }
}

/**
 * Replaces what is secret in a text of no structure: card numbers, known values, and values given to secret names.
 *
 * @param isRead whether what has a name was found already
 */
export function redactPlain(text: string, names: SecretNames, needles: Needles, isRead: boolean = false): RedactedText {
  const { hasName, hasLongNumber } = names.scan(text)
  const known = needles.findIn(text)
  if (!hasName && !hasLongNumber && known.length === 0) return { text, hits: [] }
  const edits: Edit[] = []
  const hits: Hit[] = []
  const take = (kind: Hit['kind'], start: number, end: number, mask: Edit['mask']): void => {
    edits.push({ start, end, mask })
    hits.push({ kind, pointer: '', value: text.slice(start, end) })
  }
  for (const { kind, start, end } of known) take(kind, start, end, maskEncoded)
  for (const { start, end } of hasLongNumber ? findCardNumbers(text) : []) {
    // A number masked before is zeros.
    if (/[1-9]/.test(text.slice(start, end))) take('card-number', start, end, maskText)
  }
  if (hasName && !isRead) {
    for (const { kind, start, end, mask } of findAssignments(text, names)) {
      if (mask(text.slice(start, end)) !== text.slice(start, end)) take(kind, start, end, mask)
    }
  }
  return { text: applyEdits(text, edits), hits }
}

function isClean(text: string, names: SecretNames, needles: Needles): boolean {
  const { hasName, hasLongNumber } = names.scan(text)
  if (hasName || (hasLongNumber && findCardNumbers(text).length > 0)) return false
  return needles.findIn(text).length === 0
}

interface Found {
  readonly edits: readonly Edit[]
  readonly hits: readonly Hit[]
  /** Everything that has a name was found. */
  readonly isWhole: boolean
}

function findStructured(text: string, contentType: string | undefined, names: SecretNames, needles: Needles): Found {
  const kind = contentType === undefined ? undefined : bodyKindOf(contentType)
  if (kind === 'form') return { ...findInForm(text, names), isWhole: false }
  if (kind === 'multipart') return { ...findInMultipart(text, names, needles), isWhole: false }
  if (kind !== 'json' && !/^[\uFEFF\s]*[[{"\d]/.test(text)) return NOTHING
  try {
    const found = findInJson(text, names, needles)
    return { ...found, isWhole: !found.isMalformed }
  } catch (error) {
    // Nested deeper than the stack goes.
    if (error instanceof RangeError) return NOTHING
    throw error
  }
}

const NOTHING: Found = { edits: [], hits: [], isWhole: false }
