import type { DomainEntry, Format } from '../registry.ts'
import { constraintsOf, entry } from './facts.ts'

/** An entry for string fields whose name says what no `format` does. */
export function byFormat(name: string, words: RegExp, format: Format): DomainEntry {
  return entry({
    name,
    when: (facts) => facts.isString && facts.format === undefined && words.test(facts.words),
    strings: (facts) => format.strings?.(constraintsOf(facts)),
  })
}
