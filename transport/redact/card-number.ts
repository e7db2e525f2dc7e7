/** A stretch of text that is a payment card's number. */
export interface CardNumberSpan {
  readonly start: number
  readonly end: number
}

/** Whether there is anything to look at: a run of 13 digits and more (two may belong to what is before them), or groups of four and more that come to as many. */
const CANDIDATE =
  /(?<!\d|\d\.)\d{13,21}(?![\d]|\.\d)|(?<![\dA-Za-z]|[\dA-Za-z][-+])\d{4,6}([ -]|%20|\+)\d{4,6}(?:\1\d{2,7}){1,3}(?![\dA-Za-z]|\1\d|-[\dA-Za-z])/g

const LONG_DIGITS = /\d{4}(?:(?:[ +-]|%20)?\d){9}/

/** Every number of a known card scheme in a text: 13 to 19 digits with a valid checksum, in one run or in groups. */
export function findCardNumbers(text: string): readonly CardNumberSpan[] {
  if (!LONG_DIGITS.test(text)) return []
  const spans: CardNumberSpan[] = []
  for (const match of text.matchAll(CANDIDATE)) {
    const start = match.index
    const end = start + match[0].length
    const digits = match[0].replaceAll('%20', '').replace(/\D/g, '')
    if (isCardNumber(digits)) spans.push({ start, end })
    // In `%204242…` the first two digits are those of an encoded character.
    else if (text[start - 1] === '%' && isCardNumber(digits.slice(2))) spans.push({ start: start + 2, end })
  }
  return spans
}

/** Whether these digits, and nothing else, are a card number. Zeros are what this recording writes itself. */
export function isCardNumber(digits: string): boolean {
  return digits.length >= 13 && digits.length <= 19 && SCHEMES.test(digits) && hasLuhnChecksum(digits)
}

/** Issuer ranges with the lengths in use: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro. */
const SCHEMES =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11,16}|35(?:2[89]|[3-8]\d)\d{12,15}|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|6\d{12,18}|5[0678]\d{11,17})$/

/** ISO/IEC 7812-1 annex B. */
export function hasLuhnChecksum(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const weighed = i % 2 === 0 ? digit : digit * 2
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return sum % 10 === 0
}
