import type { Skipped } from '../../core/event.ts'
import type { Left } from './clean-up.ts'
import type { JournalState } from './entry.ts'

/** What a run leaves behind on its target, as its reports list it: together what one operation made and one reason holds. */
export function leftOver(state: JournalState, left: readonly Left[]): readonly Skipped[] {
  const groups = new Map<string, { readonly operationId: string; readonly reason: string; readonly what: string[] }>()
  const add = (operationId: string, reason: string, what: string): void => {
    const key = `${operationId}\n${reason}`
    const group = groups.get(key) ?? { operationId, reason, what: [] }
    group.what.push(what)
    groups.set(key, group)
  }
  for (const { operationId, path, reason } of state.kept()) add(operationId, reason, path ?? '')
  for (const { operationId, what, reason } of left) add(operationId, reason, what)
  return [...groups.values()].map(({ operationId, reason, what }) => ({
    type: 'skipped',
    what: `clean-up of ${what.length === 1 ? 'what' : `${what.length} that`} ${operationId} made${named(what)}`,
    operationId,
    reason,
  }))
}

const MOST_NAMED = 3

function named(what: readonly string[]): string {
  const known = what.filter((text) => text !== '')
  if (known.length === 0) return ''
  const more = what.length > MOST_NAMED ? ` and ${what.length - MOST_NAMED} more` : ''
  return ` (${known.slice(0, MOST_NAMED).join(', ')}${more})`
}
