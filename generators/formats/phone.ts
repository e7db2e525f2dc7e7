import * as fc from 'fast-check'
import type { Format } from '../registry.ts'
import { charsOf, DIGITS, fits } from './sized.ts'

/** Numbers 555-0100 to 555-0199 belong to nobody (North American numbering plan). */
const national: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('202', '212', '303', '415', '617'), fc.integer({ min: 0, max: 99 }))
  .map(([area, line]) => `${area}55501${String(line).padStart(2, '0')}`)

/** E.164 with the plus sign; ten digits where that does not fit; else digits. */
export const phone: Format = {
  strings: (constraints) => {
    if (fits(constraints, 12)) return national.map((digits) => `+1${digits}`)
    return digitsOnly(constraints.minLength, constraints.maxLength)
  },
}

/** Digits alone: ten of them where the bounds allow. */
export function digitsOnly(minLength: number, maxLength: number): fc.Arbitrary<string> | undefined {
  if (minLength <= 10 && maxLength >= 10) return national
  if (maxLength < 1 || minLength > 15) return undefined
  return charsOf(DIGITS.slice(1), Math.max(1, minLength), Math.min(15, maxLength))
}
