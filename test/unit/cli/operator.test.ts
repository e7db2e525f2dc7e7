import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createOperator, type Operator } from '../../../cli/operator.ts'

/** A terminal at which somebody types what is given, a line for each question. */
function terminal(...lines: readonly string[]): {
  readonly operator: Operator
  readonly input: PassThrough
  readonly controller: AbortController
  shown(): string
} {
  const input = new PassThrough()
  const output = new PassThrough()
  const controller = new AbortController()
  const left = [...lines]
  let shown = ''
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    const line = shown.endsWith(': ') ? left.shift() : undefined
    if (line !== undefined) input.write(`${line}\n`)
  })
  return {
    operator: createOperator({ input, output, signal: controller.signal }),
    input,
    controller,
    shown: () => shown,
  }
}

describe('the operator', () => {
  it('is told what to do and answers by Enter', async () => {
    const { operator, shown } = terminal('')

    expect(await operator.ask('1850010868', 'decline')).toEqual({ kind: 'done' })
    expect(shown()).toBe(
      '\nDevice 1850010868: When it asks for a card, present a test card that is declined.\n' +
        '  Enter when you are ready, s and Enter to skip this: ',
    )
    expect(operator.isAsked()).toBe(false)
  })

  it('skips by s, and is asked again after anything else', async () => {
    const { operator, shown } = terminal('what?', 'S')

    expect(await operator.ask('1', 'wait')).toEqual({ kind: 'not done', reason: 'skipped by the operator' })
    expect(shown().match(/to skip this/g)).toHaveLength(2)
  })

  it('gets one question at a time', async () => {
    const { operator, shown } = terminal('', 's')

    const answers = await Promise.all([operator.ask('1', 'complete'), operator.ask('2', 'fail')])

    expect(answers.map(({ kind }) => kind)).toEqual(['done', 'not done'])
    expect([...shown().matchAll(/Device (\d)/g)].map(([, device]) => device)).toEqual(['1', '2'])
  })

  it.each<[string, (at: ReturnType<typeof terminal>) => void, string]>([
    ['end of input', ({ input }) => input.end(), 'the operator has left the terminal'],
    ['an interruption', ({ controller }) => controller.abort(), 'interrupted'],
  ])('is not waited for after: %s', async (_what, act, reason) => {
    const at = terminal()
    const answer = at.operator.ask('1', 'go-offline')
    await Promise.resolve()
    expect(at.operator.isAsked()).toBe(true)

    act(at)

    expect(await answer).toEqual({ kind: 'not done', reason })
  })
})
