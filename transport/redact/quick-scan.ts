/** What one pass over a text can tell: whether a closer look may find something. Errs on the side of looking. */
export interface QuickScan {
  /** A word that ends like a secret name and is one, or characters written as escapes. */
  readonly hasName: boolean
  /** At least 13 digits, in one run or in groups. */
  readonly hasLongNumber: boolean
}

const NEITHER: QuickScan = { hasName: false, hasLongNumber: false }

/** Digits that a card number has at least. */
const FEWEST_DIGITS = 13

/** Classes of characters: 1-26 letters whatever their case, 27-36 digits, 0 anything else. */
const CLASS_OF: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return code - 21
  const lower = code | 32
  return code >= 65 && lower >= 97 && lower <= 122 ? lower - 96 : 0
})

const SPACE = 32
const PLUS = 43
const HYPHEN = 45
const PERCENT = 37
const BACKSLASH = 92

/**
 * Most texts hold no secret, and every text of a run is looked at: so this looks at each character once, keeps the last
 * three letters of the word it is in, and asks `isSecretName` only where those end one of the names.
 *
 * @param endings the last three letters or digits of all secret names, lower case
 */
export function createQuickScan(
  endings: Iterable<string>,
  isSecretName: (name: string) => boolean,
): (text: string) => QuickScan {
  const known = new Uint8Array(37 * 37 * 37)
  for (const ending of endings) known[indexOf(ending)] = 1

  return (text) => {
    let tail = 0
    let digits = 0
    let hasName = false
    let hasLongNumber = false
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      const cls = code < 128 ? (CLASS_OF[code] as number) : 0
      if (cls === 0) {
        if (tail !== 0) {
          if (!hasName && known[tail] === 1) hasName = isSecretName(nameBefore(text, i))
          tail = 0
        }
        if (code === BACKSLASH && text.charCodeAt(i + 1) === 117 && text.charCodeAt(i + 2) === 48) hasName = true
        if (code !== SPACE && code !== HYPHEN && code !== PLUS && code !== PERCENT) digits = 0
        continue
      }
      tail = ((tail * 37) % 50_653) + cls
      if (cls < 27) digits = 0
      else if (++digits === FEWEST_DIGITS) hasLongNumber = true
    }
    if (!hasName && tail !== 0 && known[tail] === 1) hasName = isSecretName(nameBefore(text, text.length))
    return hasName || hasLongNumber ? { hasName, hasLongNumber } : NEITHER
  }
}

/** Longer than any name that is looked for. */
const LONGEST_NAME = 80

/** The name that ends at a position: letters, digits and what may stand between the words of a name. */
export function nameBefore(text: string, end: number): string {
  let start = end
  while (start > 0 && end - start < LONGEST_NAME && isNamePart(text.charCodeAt(start - 1))) start--
  // The first characters may belong to an escape: `%22cvv`, `\ncvv`.
  const before = start > 0 ? text.charCodeAt(start - 1) : 0
  return text.slice(before === PERCENT ? start + 2 : before === BACKSLASH ? start + 1 : start, end)
}

function isNamePart(code: number): boolean {
  if (code < 128 && CLASS_OF[code] !== 0) return true
  return code === SPACE || code === HYPHEN || code === 95 || code === 46
}

function indexOf(ending: string): number {
  let index = 0
  for (const character of ending) index = index * 37 + (CLASS_OF[character.charCodeAt(0)] ?? 0)
  return index
}
