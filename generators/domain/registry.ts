import type { DomainEntry, DomainRegistry } from '../registry.ts'
import { bankEntries } from './bank.ts'
import { cardEntries } from './card.ts'
import { exampleShape } from './example-shape.ts'
import { momentEntries } from './moment.ts'
import { moneyEntries } from './money.ts'
import { networkEntries } from './network.ts'
import { personEntries } from './person.ts'
import { placeEntries } from './place.ts'
import { referenceEntries } from './reference.ts'

/** The domain values that come with the harness: what any payments API has, from the most to the least specific. */
export const builtInDomain: DomainRegistry = [
  ...cardEntries,
  ...bankEntries,
  ...moneyEntries,
  ...placeEntries,
  ...personEntries,
  ...networkEntries,
  ...momentEntries,
  ...referenceEntries,
  exampleShape,
]

/** A user's own entries before the built-in ones: the first that matches and has values wins. */
export function defineDomain(entries: readonly DomainEntry[]): DomainRegistry {
  return [...entries, ...builtInDomain]
}
