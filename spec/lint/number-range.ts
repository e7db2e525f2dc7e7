import type { JsonObject } from '../../core/json.ts'

/** The numbers between two bounds, each with the keyword that sets it. */
export interface NumberRange {
  readonly low: Bound | undefined
  readonly high: Bound | undefined
}

export interface Bound {
  readonly keyword: string
  readonly value: number
  readonly exclusive: boolean
}

/** The range that all the schemas together leave, in either dialect's spelling of exclusive bounds. */
export function numberRangeOf(conjuncts: readonly JsonObject[]): NumberRange {
  let low: Bound | undefined
  let high: Bound | undefined
  for (const schema of conjuncts) {
    for (const bound of boundsOf(schema, 'minimum', 'exclusiveMinimum')) {
      if (low === undefined || bound.value > low.value || (bound.value === low.value && bound.exclusive)) low = bound
    }
    for (const bound of boundsOf(schema, 'maximum', 'exclusiveMaximum')) {
      if (high === undefined || bound.value < high.value || (bound.value === high.value && bound.exclusive))
        high = bound
    }
  }
  return { low, high }
}

/** Whether a multiple of `step` (0: any number will do) lies in the range. */
export function hasMultiple({ low, high }: NumberRange, step: number): boolean {
  if (low === undefined || high === undefined) return true
  const exclusive = low.exclusive || high.exclusive
  if (step <= 0) return exclusive ? low.value < high.value : low.value <= high.value
  // Division in binary floating point is off by a hair: what is within a billionth counts as whole.
  const first = low.value / step
  const last = high.value / step
  const from = low.exclusive ? Math.floor(first + 1e-9) + 1 : Math.ceil(first - 1e-9)
  const to = high.exclusive ? Math.ceil(last - 1e-9) - 1 : Math.floor(last + 1e-9)
  return from <= to
}

/** A bound as it would be written: `exclusiveMinimum 5`. */
export function showBound({ keyword, value, exclusive }: Bound): string {
  return `${exclusive && !keyword.startsWith('exclusive') ? `exclusive ${keyword}` : keyword} ${value}`
}

function boundsOf(schema: JsonObject, keyword: string, exclusiveKeyword: string): readonly Bound[] {
  const plain = schema[keyword]
  const exclusive = schema[exclusiveKeyword]
  const bounds: Bound[] = []
  if (typeof plain === 'number') bounds.push({ keyword, value: plain, exclusive: exclusive === true })
  if (typeof exclusive === 'number') bounds.push({ keyword: exclusiveKeyword, value: exclusive, exclusive: true })
  return bounds
}
