import type { Case } from '../core/case.ts'
import type { Operation } from '../spec/model.ts'
import type { Credentials } from '../transport/credentials.ts'
import type { Target } from './target.ts'

const OWN_ARE_MADE_UP =
  'Nobody issued the credentials of this run either: with real ones (a token or a token endpoint) it would show whether others are refused.'

/** Why a case is not sent: there would be no answer, or the answer could not be told from a right one. */
export function withheldReason(
  target: Target,
  credentials: Pick<Credentials, 'areMadeUp'>,
  operation: Operation,
  planned: Case,
): string | undefined {
  const { intent } = planned
  if (intent.kind !== 'invalid') return undefined
  const { kind, breakage } = intent.constraint
  // Another scheme is wrong whatever its value.
  const isOfValue = kind === 'authentication-invalid' && breakage !== 'credentials-not-bearer'
  if (isOfValue && credentials.areMadeUp(operation)) return OWN_ARE_MADE_UP
  const unchecked = target.unchecked?.(operation, planned)
  return unchecked?.unanswered === true ? unchecked.describe : undefined
}
