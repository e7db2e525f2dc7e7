import type { Json } from '../../core/json.ts'
import { biasOf, draw } from '../../generators/draw.ts'
import { arbitraryFromSchema, GenerationFailed, UnsatisfiableSchema } from '../../generators/from-schema.ts'
import { featuresOf } from '../features.ts'
import { judgeOf } from './judges.ts'
import { needsRemotes, type Suite, type SuiteSchema } from './suite.ts'

/** What became of one schema. */
export interface Measured {
  readonly name: string
  readonly mandatory: boolean
  readonly outcome: 'passed' | 'failed' | 'without-values' | 'unmeasured'
  /** Why it failed or was not measured. */
  readonly reason?: string
}

const VALUES = 50
const SHRUNK = 5
const CANDIDATES = 8

/** Values looked at for what must be reached. */
const MOST_REACHING = 2_000

/** Generates from one schema: fifty valid values, valid simpler ones, and whatever the suite's own valid data show. */
export async function measure(entry: SuiteSchema, suite: Suite): Promise<Measured> {
  const { name, mandatory } = entry
  const known = entry.tests.filter(({ valid }) => valid).map(({ data }) => data)
  const failed = (reason: string): Measured =>
    needsRemotes(entry, suite)
      ? { name, mandatory, outcome: 'unmeasured', reason: 'it refers to the remotes folder, which is not there' }
      : { name, mandatory, outcome: 'failed', reason }
  try {
    const values = arbitraryFromSchema(entry.schema, { files: suite.remotes })
    const drawn = Array.from({ length: VALUES }, (_, seed) => draw(values, seed, biasOf(seed)))
    const judge = await judgeOf(entry, suite)
    if (judge === undefined) return failed('no validator at hand gets the tests of this schema right')
    const bad = drawn.filter(({ value }) => !judge(value))
    if (bad.length > 0) return failed(`${bad.length} of ${VALUES} values are invalid: ${shown(bad[0]?.value)}`)
    for (const each of drawn.slice(0, SHRUNK)) {
      const simpler = Iterator.from(each.shrinks()).take(CANDIDATES)
      const wrong = simpler.find(({ value }) => !judge(value))
      if (wrong !== undefined) return failed(`a simpler value is invalid: ${shown(wrong.value)}`)
    }
    const missing = missed(entry, suite, known, (seed) => draw(values, seed, biasOf(seed)).value)
    if (missing.length > 0) return failed(`never shown: ${missing.join(', ')}`)
    return { name, mandatory, outcome: 'passed' }
  } catch (error) {
    if (error instanceof UnsatisfiableSchema && known.length === 0)
      return { name, mandatory, outcome: 'without-values' }
    if (error instanceof GenerationFailed) return failed(error.message)
    throw error
  }
}

/** What valid data of the suite show, and no generated value does: see {@link featuresOf}. */
function missed(
  { schema }: SuiteSchema,
  { remotes }: Suite,
  known: readonly Json[],
  valueOf: (seed: number) => Json,
): readonly string[] {
  const features = featuresOf(schema, remotes)
  const left = new Set(known.flatMap((value) => features(value)))
  for (let seed = 0; seed < MOST_REACHING && left.size > 0; seed++) {
    for (const feature of features(valueOf(seed))) left.delete(feature)
  }
  return [...left]
}

function shown(value: Json | undefined): string {
  return JSON.stringify(value)?.slice(0, 120) ?? ''
}
