import { HarnessError } from '../../core/harness-error.ts'
import { didYouMean } from '../../core/nearest.ts'
import type { Call, Reply } from './call.ts'

/** One realistic bug of a provider, off unless it is asked for by name. It changes only what it names. */
export interface Fault {
  /** In kebab-case, as `--fault` takes it: `capture-accepted-twice`. */
  readonly name: string
  /** What goes wrong, in one sentence. */
  readonly describe: string
  readonly group: FaultGroup
  /** The check that should report it: a name of the harness. */
  readonly expectedCheck: string
  /** Changes a finished reply, refusals included. */
  readonly reply?: (call: Call, reply: Reply) => Reply
  /** Says nothing of a broken constraint. Faults with neither are asked for where they hook: `faults.isOn(thisFault)`. */
  readonly overlooks?: (violation: Violation) => boolean
}

/** A constraint of the contract that a request breaks. */
export interface Violation {
  readonly in: 'body' | 'query' | 'path' | 'header'
  /** The JSON Schema keyword: `required`, `maxLength`. */
  readonly keyword: string
}

export type FaultGroup =
  | 'response'
  | 'validation'
  | 'authentication'
  | 'idempotency'
  | 'instruction'
  | 'payment'
  | 'list'
  | 'lifecycle'
  | 'leak'
  | 'content'

/** Which faults are on. */
export interface FaultSwitch {
  isOn(fault: Fault): boolean
  /** The faults that are on, in the order in which they were switched on. */
  active(): readonly Fault[]
  /** @throws HarnessError `usage` for a name that nobody has, with the nearest one */
  switch(name: string, on: boolean): void
  clear(): void
}

export function createFaultSwitch(known: readonly Fault[], names: readonly string[] = []): FaultSwitch {
  const on = new Set<Fault>()
  const byName = (name: string): Fault => {
    const found = known.find((fault) => fault.name === name)
    if (found !== undefined) return found
    const hint = didYouMean(
      name,
      known.map((fault) => fault.name),
    )
    throw new HarnessError('usage', `there is no fault named "${name}"`, {
      hint: hint ?? 'payroc-conformance sandbox --list-faults shows them all.',
    })
  }
  for (const name of names) on.add(byName(name))
  return {
    isOn: (fault) => on.size > 0 && on.has(fault),
    active: () => [...on],
    switch(name, isOn) {
      if (isOn) on.add(byName(name))
      else on.delete(byName(name))
    },
    clear: () => on.clear(),
  }
}
