import type { Json, JsonObject } from '../../core/json.ts'
import { objectsAt } from './members.ts'
import { refuse } from './problem.ts'

/**
 * The number that fails the identity check, with or without separators, as a tax ID or a national ID. Payroc documents
 * that the check is made but no way to have it fail; no person or business is given a number that begins with 666.
 */
const UNKNOWN_NUMBER = '666666666'

/**
 * Refuses a business or an owner that Payroc cannot verify. Payroc documents that it looks whenever a recipient or an owner
 * is made or updated.
 */
export function checkIdentity(taxId: Json | undefined, owners: readonly JsonObject[]): void {
  const nationalIds = owners.flatMap((owner) => objectsAt(owner, 'identifiers').map(({ value }) => value))
  const isUnknown = [taxId, ...nationalIds].some((number) => String(number).replaceAll(/[\s-]/g, '') === UNKNOWN_NUMBER)
  if (isUnknown) refuse('kyc-check-failed')
}
