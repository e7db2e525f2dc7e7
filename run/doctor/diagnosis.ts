/** What one check of `doctor` says; `broken` names what to do and the exit code of the command. */
export type Diagnosis =
  | { readonly kind: 'ok' | 'skipped'; readonly check: string; readonly says: string }
  | { readonly kind: 'note'; readonly check: string; readonly says: string; readonly remedy: string }
  | {
      readonly kind: 'broken'
      readonly check: string
      readonly says: string
      readonly remedy: string
      /** 2: the user's set-up, 3: the target. */
      readonly exitCode: 2 | 3
    }

/** Something is as it should be. */
export function ok(check: string, says: string): Diagnosis {
  return { kind: 'ok', check, says }
}

/** Something could not be looked at, or need not be. */
export function skipped(check: string, says: string): Diagnosis {
  return { kind: 'skipped', check, says }
}

/** Something is not as it should be. */
export function broken(check: string, exitCode: 2 | 3, says: string, remedy: string): Diagnosis {
  return { kind: 'broken', check, says, remedy, exitCode }
}
