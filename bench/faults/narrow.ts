import type { Fault } from '../../mock/sandbox/fault.ts'
import type { Contract, Operation } from '../../spec/model.ts'

/** What stands for all operations where a fault is about every answer. */
const STAND_IN = '/payment-plans'

/**
 * The operations that a fault can concern: those whose path names what its name and its sentence speak of, with those that
 * make what they stand below. A guess that saves time: what it misses, only a whole run can find.
 */
export function concerned(fault: Fault, { operations }: Contract): readonly string[] {
  const words = wordsOf(`${fault.name} ${fault.describe}`)
  const segments = new Set(operations.flatMap(({ path }) => path.split('/').filter((part) => /^[a-z]/.test(part))))
  const named = [...segments].flatMap((segment) => {
    const parts = wordsOf(segment)
    return [...parts].every((part) => words.has(part)) ? [{ segment, size: parts.size }] : []
  })
  const most = Math.max(0, ...named.map(({ size }) => size))
  const about = named.filter(({ size }) => size === most).map(({ segment }) => segment)
  const chosen = operations.filter(({ path }) =>
    about.length === 0
      ? path.includes(STAND_IN) || path.includes('/payments')
      : path.split('/').some((part) => about.includes(part)),
  )
  return [...new Set([...chosen, ...chosen.flatMap((one) => above(one, operations))])].map((one) => one.operationId)
}

/** The POSTs on the collections that a path leads through. */
function above({ path }: Operation, operations: readonly Operation[]): readonly Operation[] {
  const steps = path.split('/')
  const collections = steps.map((_, at) => steps.slice(0, at + 1).join('/'))
  return operations.filter((one) => one.method === 'post' && collections.includes(one.path))
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? []
  return new Set(words.map((word) => (word.length > 3 ? word.replace(/s$/, '') : word)))
}
