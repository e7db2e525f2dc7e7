/** A number as JSON writes it: `digits × 10^-scale`, exactly. */
export interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

/** The exact decimal that a finite number is written as: 0.07 is 7 × 10^-2, not its binary neighbour. */
export function decimalOf(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const scale = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

/** The nearest number to a decimal. */
export function numberOf(decimal: Decimal): number {
  return decimal.scale === 0 ? Number(decimal.digits) : Number(`${decimal.digits}e-${decimal.scale}`)
}

/** Both digits at the larger of the two scales. */
function aligned(left: Decimal, right: Decimal): { left: bigint; right: bigint; scale: number } {
  const scale = Math.max(left.scale, right.scale)
  return {
    left: left.digits * 10n ** BigInt(scale - left.scale),
    right: right.digits * 10n ** BigInt(scale - right.scale),
    scale,
  }
}

/** The least common multiple of two positive decimals. */
export function leastCommonMultiple(left: Decimal, right: Decimal): Decimal {
  const same = aligned(left, right)
  let [a, b] = [same.left, same.right]
  while (b !== 0n) [a, b] = [b, a % b]
  return { digits: (same.left / a) * same.right, scale: same.scale }
}

/** How many whole steps fit below a bound, and whether they reach it exactly. */
export function stepsTo(bound: Decimal, step: Decimal): { readonly floor: bigint; readonly exact: boolean } {
  const { left, right } = aligned(bound, step)
  const quotient = left / right
  const exact = quotient * right === left
  return { floor: !exact && left < 0n ? quotient - 1n : quotient, exact }
}

/** So many steps. */
export function times(step: Decimal, count: bigint): Decimal {
  return { digits: step.digits * count, scale: step.scale }
}

/** Whether `value` is a multiple of `step` by decimal arithmetic, as JSON Schema means it. */
export function isMultipleOf(value: number, step: number): boolean {
  if (!(step > 0) || !Number.isFinite(value)) return true
  if (Number.isInteger(value / step)) return true
  return stepsTo(decimalOf(value), decimalOf(step)).exact
}

/** The tolerance some validators allow a floating-point remainder. */
const TOLERANCE = 1e-7

/**
 * Whether validators that divide floating-point numbers agree that `value` is a multiple: some want `value / step` to
 * be whole, others a remainder near zero. 1.13 is a multiple of 0.01, yet 1.13 / 0.01 is not whole.
 */
export function isPlainlyMultipleOf(value: number, step: number): boolean {
  const quotient = value / step
  if (!Number.isInteger(quotient) || Math.abs(quotient) >= 1e21) return false
  const remainder = value % step
  return Math.abs(remainder) < TOLERANCE || Math.abs(remainder - step) < TOLERANCE
}
