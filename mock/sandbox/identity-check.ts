import type { Json, JsonObject } from '../../core/json.ts'
import { objectsAt } from './members.ts'
import { refuse } from './problem.ts'

/**
 * The number that fails the identity check, with or without separators, as a tax ID or a national ID. Payroc documents
 * that the check is made but no way to have it fail; no person or business is given a number that begins with 666.
 */
const UNKNOWN_NUMBER = '666666666'

/** Whether Payroc cannot verify a business or one of its owners. */
export function failsIdentityCheck(taxId: Json | undefined, owners: readonly JsonObject[]): boolean {
  const nationalIds = owners.flatMap((owner) => objectsAt(owner, 'identifiers').map(({ value }) => value))
  return [taxId, ...nationalIds].some((number) => String(number).replaceAll(/[\s-]/g, '') === UNKNOWN_NUMBER)
}

/** Payroc documents that identity is checked whenever a recipient, an account or an owner is made or updated. */
export function checkIdentity(taxId: Json | undefined, owners: readonly JsonObject[]): void {
  if (failsIdentityCheck(taxId, owners)) refuse('kyc-check-failed')
}
