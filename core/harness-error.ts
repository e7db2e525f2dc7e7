/** Where in a user's file a mistake is; lines and columns count from 1. */
export interface FilePosition {
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * - `usage`: a bad flag or argument · `configuration`: config file or environment · `document`: the contract
 *   (all exit 2)
 * - `target`: not reachable, or credentials refused (exit 3)
 * - `internal`: a fault of the harness itself (exit 4)
 */
export type HarnessErrorCode = 'usage' | 'configuration' | 'document' | 'target' | 'internal'

/** A user's or our own mistake, in one message: what was expected, where, and (as `hint`) what to do. */
export class HarnessError extends Error {
  readonly code: HarnessErrorCode
  readonly hint: string | undefined
  readonly position: FilePosition | undefined
  /** Lines of the file around the mistake, ready to print. */
  readonly excerpt: string | undefined

  constructor(
    code: HarnessErrorCode,
    message: string,
    details: { hint?: string; position?: FilePosition; excerpt?: string; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'HarnessError'
    this.code = code
    this.hint = details.hint
    this.position = details.position
    this.excerpt = details.excerpt
  }
}

/** The exit code of a command that ended with this error (design: 2 user's mistake, 3 target, 4 harness). */
export function exitCodeOf(error: unknown): 2 | 3 | 4 {
  if (!(error instanceof HarnessError)) return 4
  switch (error.code) {
    case 'usage':
    case 'configuration':
    case 'document':
      return 2
    case 'target':
      return 3
    case 'internal':
      return 4
  }
}
