import type { Profile } from '../config/run-options.ts'

/** Random cases per operation, where `--cases` does not say. */
export const RANDOM_CASES: Readonly<Record<Profile, number>> = { smoke: 3, standard: 25, deep: 250 }

/** Boundary cases per operation at most; the packaged contract needs 174 for its largest list of codes. */
export const BOUNDARY_CASES: Readonly<Record<Profile, number>> = { smoke: 10, standard: 200, deep: 200 }

/** Invalid cases per operation at most, spread over all sorts of breakage. */
export const INVALID_CASES: Readonly<Record<Profile, number>> = { smoke: 25, standard: 250, deep: 2_000 }
