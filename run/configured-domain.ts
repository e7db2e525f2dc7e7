import fc from 'fast-check'
import type { DomainConfigEntry } from '../config/define-config.ts'
import type { DomainEntry } from '../generators/registry.ts'

/** The domain values of a config file, as the generators take them. */
export function configuredDomain(entries: readonly DomainConfigEntry[]): readonly DomainEntry[] {
  return entries.map(({ field, values }) => ({
    name: `configured: ${String(field)}`,
    // Not `test`, which starts where the last match ended when the pattern has the flag g or y.
    matches: ({ name }) => (typeof field === 'string' ? name === field : name.search(field) >= 0),
    values: () => fc.constantFrom(...values),
  }))
}
