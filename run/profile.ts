import type { Profile } from '../config/run-options.ts'

/** Random cases per operation, where `--cases` does not say. */
export const RANDOM_CASES: Readonly<Record<Profile, number>> = { smoke: 3, standard: 25, deep: 250 }
