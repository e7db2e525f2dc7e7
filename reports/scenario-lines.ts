import type { ScenarioResult } from '../core/scenario-result.ts'
import type { Verdict } from '../core/verdict.ts'
import type { Paint, Tone } from './paint.ts'
import { printableLine } from './printable.ts'
import { grouped, wrap } from './text-layout.ts'

const TONES: Readonly<Record<Verdict, Tone>> = { pass: 'good', fail: 'bad', inconclusive: 'doubtful', skipped: 'quiet' }

/** Every scenario with its verdict, suite by suite; what did not simply pass has a line of its own with the reason. */
export function scenarioLines(scenarios: readonly ScenarioResult[], paint: Paint, width: number): readonly string[] {
  return [...Map.groupBy(scenarios, ({ suite }) => suite)].flatMap(([suite, members]) => {
    const passed = members.filter(isPlainlyPassed)
    const others = members.filter((member) => !isPlainlyPassed(member))
    return [
      ...wrap(`${suite}: ${passed.length === 0 ? 'none passed' : `passed ${passed.map(idOf).join(', ')}`}`, width).map(
        (line) => `  ${line}`,
      ),
      ...Map.groupBy(others, groupOf)
        .values()
        .flatMap((alike) => {
          const [{ verdict, reason, title } = NOTHING] = alike
          // Whole chapters may be left out for one reason: then the ids alone say enough.
          const what = alike.map(idOf).join(', ') + (alike.length === 1 ? ` ${title}` : '')
          const text = `${what}${reason === undefined ? '' : `: ${reason}`}`
          return wrap(`${verdict.padEnd(12)} ${printableLine(text)}`, width - 2).map((line, i) => {
            return `    ${i === 0 ? paint(TONES[verdict], line) : line}`
          })
        }),
    ]
  })
}

/** `16 (12 passed, 1 failed, 3 skipped)`. */
export function scenarioCounts(counts: Readonly<Record<Verdict, number>>): string {
  const words: readonly (readonly [Verdict, string])[] = [
    ['pass', 'passed'],
    ['fail', 'failed'],
    ['inconclusive', 'inconclusive'],
    ['skipped', 'skipped'],
  ]
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const parts = words.filter(([verdict]) => counts[verdict] > 0).map(([verdict, word]) => `${counts[verdict]} ${word}`)
  return `${grouped(total)} (${parts.join(', ')})`
}

/** Those that were not run for the same reason belong together; any other stands alone. */
function groupOf({ id, verdict, reason }: ScenarioResult): string {
  return verdict === 'skipped' && reason !== undefined ? `: ${reason}` : id
}

const NOTHING = { verdict: 'skipped', reason: undefined, title: '' } as const

function isPlainlyPassed({ verdict, reason }: ScenarioResult): boolean {
  return verdict === 'pass' && reason === undefined
}

function idOf({ id }: { readonly id: string }): string {
  return printableLine(id)
}
