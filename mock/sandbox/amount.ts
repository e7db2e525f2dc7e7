/** A rounded amount in the lowest denomination that every reader of JSON can hold. */
export function amountOf(value: number): number {
  const largest = Number.MAX_SAFE_INTEGER
  // Minus zero is not an amount.
  return Math.min(largest, Math.max(-largest, Math.round(value))) || 0
}

/** So many percent of an amount. */
export function percentOf(amount: number, percentage: number): number {
  return amountOf((amount * percentage) / 100)
}
