import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** Whose an owner or a funding account is. */
export interface Holder {
  readonly kind: 'processing-account' | 'funding-recipient'
  readonly id: string
}

/** An owner as the sandbox keeps it: national IDs are masked from the start. */
export interface OwnerRecord {
  readonly ownerId: number
  readonly holder: Holder
  /** As the API shows it. */
  readonly shown: JsonObject
}

/** Owners of processing accounts and of funding recipients, by id. */
export const OWNERS: CollectionSpec<OwnerRecord> = {
  name: 'owners',
  seed: ({ example }) => {
    // The example's owner is shown both ways; only the one of a recipient may be updated and deleted.
    const shown = example('getOwner', '200') as JsonObject
    const second = { firstName: 'Fred', middleName: 'Jim', lastName: 'Nerk', dateOfBirth: '1980-01-19' }
    const relationship = { equityPercentage: 51.5, title: 'CEO', isControlProng: true, isAuthorizedSignatory: false }
    const owner = (ownerId: number, holder: Holder, rest: JsonObject): readonly [number, OwnerRecord] => [
      ownerId,
      { ownerId, holder, shown: { ...shown, ...rest, ownerId } },
    ]
    const recipient: Holder = { kind: 'funding-recipient', id: '234' }
    const other: Holder = { kind: 'funding-recipient', id: '235' }
    return [
      owner(4564, recipient, {}),
      owner(4565, recipient, {
        ...second,
        relationship: { ...relationship, isControlProng: false, isAuthorizedSignatory: true },
      }),
      owner(4566, other, {}),
      owner(4567, other, { ...second, relationship: { ...relationship, isControlProng: false } }),
      owner(12346, { kind: 'processing-account', id: '38765' }, { ...second, relationship }),
      owner(12347, { kind: 'processing-account', id: '38766' }, { ...second, relationship }),
    ]
  },
}
