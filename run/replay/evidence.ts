import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { isJsonObject, type Json } from '../../core/json.ts'

/** Evidence as it can be written: in place of each step its position in the record. */
export function packEvidence(evidence: unknown, log: readonly SequenceStep[]): Json {
  const positions = new Map<unknown, number>(log.map((step, position) => [step, position]))
  const pack = (value: unknown): Json | undefined => {
    const position = positions.get(value)
    if (position !== undefined) return { [STEP]: position }
    if (Array.isArray(value)) return value.map((item) => pack(item) ?? null)
    if (typeof value === 'object' && value !== null) {
      // A step that was never sent is no part of the record.
      if ('exchange' in value && 'operation' in value) return null
      const members = Object.entries(value).map(([name, member]) => [name, pack(member)] as const)
      return Object.fromEntries(members.filter(([, member]) => member !== undefined)) as Json
    }
    return value as Json | undefined
  }
  return pack(evidence) ?? null
}

/**
 * Evidence of what happened now.
 *
 * @param textNow what stands now for a text of the record, such as an id
 */
export function unpackEvidence(
  packed: Json,
  steps: readonly (SequenceStep | undefined)[],
  textNow: (text: string) => string,
): unknown {
  if (typeof packed === 'string') return textNow(packed)
  // A list may have fewer pages now.
  if (Array.isArray(packed)) {
    return packed.map((item: Json) => unpackEvidence(item, steps, textNow)).filter((item) => item !== undefined)
  }
  if (!isJsonObject(packed)) return packed
  const position = positionOf(packed)
  if (position !== undefined) return steps[position]
  return Object.fromEntries(
    Object.entries(packed).map(([name, member]) => [name, unpackEvidence(member, steps, textNow)]),
  )
}

/** Positions of all steps that evidence names. */
export function stepsOfEvidence(packed: Json): readonly number[] {
  if (Array.isArray(packed)) return packed.flatMap((item: Json) => stepsOfEvidence(item))
  if (!isJsonObject(packed)) return []
  const position = positionOf(packed)
  return position === undefined ? Object.values(packed).flatMap(stepsOfEvidence) : [position]
}

/** Positions of all pages of lists but their first. */
export function laterPagesOf(packed: Json): readonly number[] {
  if (Array.isArray(packed)) return packed.flatMap((item: Json) => laterPagesOf(item))
  if (!isJsonObject(packed)) return []
  return Object.entries(packed).flatMap(([name, member]) =>
    name === 'pages' || name === 'after' ? stepsOfEvidence(member).slice(1) : laterPagesOf(member),
  )
}

const STEP = 'step'

function positionOf(packed: { readonly [name: string]: Json }): number | undefined {
  const position = packed[STEP]
  return typeof position === 'number' && Object.keys(packed).length === 1 ? position : undefined
}
