import type { RequestDraft } from '../../core/case.ts'

/** A terminal or device that nobody named, so that the target may well not know it. */
export interface Guess {
  readonly value: string
  /** The setting by which a user names their own. */
  readonly setting: string
}

/** What is known of guesses in the course of a run. */
export interface GuessedEquipment {
  /** Notes an answer: what a target has once accepted it knows. */
  note(draft: RequestDraft, status: number): void
  /** Why a refusal says nothing of the target, in words; `undefined` where it does. */
  doubt(draft: RequestDraft, status: number): string | undefined
}

/** Statuses by which a target may say that it does not know what a request names. */
const UNKNOWN = new Set([400, 403, 404])

/** Follows which guesses a target knows. */
export function createGuessedEquipment(guesses: readonly Guess[]): GuessedEquipment {
  const open = new Set(guesses)
  return {
    note(draft, status) {
      if (open.size === 0 || status >= 300) return
      for (const guess of open) if (names(draft, guess)) open.delete(guess)
    },
    doubt(draft, status) {
      if (open.size === 0 || !UNKNOWN.has(status)) return undefined
      const doubted = [...open].filter((guess) => names(draft, guess))
      if (doubted.length === 0) return undefined
      const values = doubted.map(({ value }) => value).join(' and ')
      const settings = doubted.map(({ setting }) => setting).join(' and ')
      return `the target may not know ${values}, which nobody named: set ${settings}`
    },
  }
}

function names({ path, query, body }: RequestDraft, { value }: Guess): boolean {
  const sent = JSON.stringify([path, query, body?.kind === 'value' ? body.value : null])
  return sent.includes(JSON.stringify(value))
}
