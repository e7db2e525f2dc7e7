import process from 'node:process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { AskOperator, OperatorAnswer } from '../run/scenario/device.ts'
import type { DeviceBehaviour } from '../run/scenario/device-control.ts'

export interface OperatorOptions {
  readonly input: Readable
  readonly output: Writable
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal
}

/** A person at the payment device. */
export interface Operator {
  /** One question at a time, the others wait. */
  readonly ask: AskOperator
  /** Whether a question waits for its answer. */
  isAsked(): boolean
}

/** What a person has to do, so that the device does what a scenario needs of it with the next instruction. */
const TO_DO: Readonly<Record<DeviceBehaviour, string>> = {
  complete:
    'When it asks for a card, present a test card that is approved, and follow it to the end (sign where it asks).',
  decline: 'When it asks for a card, present a test card that is declined.',
  fail: 'When it asks for a card, cancel on the device.',
  wait: 'Leave it alone: present no card and press no key until you are asked to.',
  'go-offline': 'Disconnect it from the network.',
}

const INTERRUPTED: OperatorAnswer = { kind: 'not done', reason: 'interrupted' }

/** The person at the terminal of this process; absent where there is none: nobody reads what is asked of a pipe. */
export function operatorAtTerminal(output: Writable, signal: AbortSignal): Operator | undefined {
  return process.stdin.isTTY ? createOperator({ input: process.stdin, output, signal }) : undefined
}

/** Asks on a terminal: Enter is done, `s` skips what needs it. */
export function createOperator({ input, output, signal }: OperatorOptions): Operator {
  let turn: Promise<unknown> = Promise.resolve()
  let isAsked = false

  const askNow = async (serialNumber: string, behaviour: DeviceBehaviour): Promise<OperatorAnswer> => {
    if (signal.aborted) return INTERRUPTED
    isAsked = true
    try {
      output.write(`\nDevice ${serialNumber}: ${TO_DO[behaviour]}\n`)
      for (;;) {
        output.write('  Enter when you are ready, s and Enter to skip this: ')
        const line = await lineOf(input, signal)
        if (line === 'aborted') return INTERRUPTED
        if (line === 'ended') return { kind: 'not done', reason: 'the operator has left the terminal' }
        if (line.text === '') return { kind: 'done' }
        if (/^s(?:kip)?$/i.test(line.text)) return { kind: 'not done', reason: 'skipped by the operator' }
      }
    } finally {
      isAsked = false
    }
  }

  return {
    isAsked: () => isAsked,
    ask: (serialNumber, behaviour) => {
      const answer = turn.then(() => askNow(serialNumber, behaviour))
      turn = answer
      return answer
    },
  }
}

/** The next line of a terminal, which is let go of again, so that nothing waits for it at the end. */
async function lineOf(input: Readable, signal: AbortSignal): Promise<{ readonly text: string } | 'ended' | 'aborted'> {
  const { promise, resolve } = Promise.withResolvers<{ readonly text: string } | 'ended' | 'aborted'>()
  const lines = createInterface({ input, terminal: false })
  const onAbort = (): void => resolve('aborted')
  signal.addEventListener('abort', onAbort, { once: true })
  lines.once('line', (text) => resolve({ text: text.trim() }))
  lines.once('close', () => resolve('ended'))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', onAbort)
    lines.close()
  }
}
