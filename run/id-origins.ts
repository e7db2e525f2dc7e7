import type { SequenceStep } from '../checks/sequences/sequence-check.ts'

/** Which requests made what the ids of a run identify. */
export interface IdOrigins {
  /** @param needed ids that the request itself named */
  note(id: string, step: SequenceStep, needed: readonly string[]): void
  /** The steps that made these, those first that others needed; nothing for what was not made by a request of ours. */
  of(ids: readonly string[]): readonly SequenceStep[]
}

/** Steps are kept of so many ids; the oldest go first. */
const MOST_KEPT = 400

export function createIdOrigins(): IdOrigins {
  const made = new Map<string, { readonly step: SequenceStep; readonly needed: readonly string[] }>()
  return {
    note(id, step, needed) {
      if (made.has(id)) return
      made.set(id, { step, needed })
      const oldest = made.size > MOST_KEPT ? made.keys().next().value : undefined
      if (oldest !== undefined) made.delete(oldest)
    },
    of(ids) {
      const steps = new Set<SequenceStep>()
      const visited = new Set<string>()
      const visit = (id: string): void => {
        const origin = made.get(id)
        if (origin === undefined || visited.has(id)) return
        visited.add(id)
        for (const one of origin.needed) visit(one)
        steps.add(origin.step)
      }
      for (const id of ids) visit(id)
      return [...steps]
    },
  }
}

/** An id of a pool as origins know it. */
export function originKey(pool: string, id: string | number): string {
  return `${pool}\n${id}`
}
