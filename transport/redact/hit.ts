import type { SecretKind } from '../../core/exchange.ts'

/** A secret that was found: what it is, where, and (for as long as the exchange is recorded) its value. */
export interface Hit {
  readonly kind: SecretKind
  /** JSON pointer into the body; the empty one where there is no better. */
  readonly pointer: string
  readonly value: string
  /** Nothing but the form of a card number speaks for it; one in ten of such numbers is one by chance. */
  readonly isGuess?: true
}

/** Redacted text and what was found in it. */
export interface RedactedText {
  readonly text: string
  readonly hits: readonly Hit[]
}

/** A value that must not occur anywhere. */
export interface KnownSecret {
  readonly kind: SecretKind
  readonly value: string
}
