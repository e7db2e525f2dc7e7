import type { Call, Handlers } from '../call.ts'
import { accountOwnerChanged, deletedOwnerReadable, onlyOwnerDeleted, ownerPutLost } from '../faults/owner.ts'
import { ownersOf } from '../holder.ts'
import { checkIdentity } from '../identity-check.ts'
import { objectAt } from '../members.ts'
import { neededBody } from '../needed-body.ts'
import { shownOwner } from '../person.ts'
import { refuse, refuseUnknown, refuseValue } from '../problem.ts'
import { type OwnerRecord, OWNERS } from '../state/owners.ts'

function ownerOf(call: Call): OwnerRecord {
  const record = call.state.of(OWNERS).get(String(call.path.ownerId))
  return record ?? refuseUnknown(call, 'owner', 'ownerId')
}

/** Payroc documents that the owners of a processing account cannot be changed or deleted. */
function changeableOwnerOf(call: Call): OwnerRecord {
  const record = ownerOf(call)
  if (record.holder.kind === 'funding-recipient') return record
  return refuse('forbidden', {
    detail: 'The owner belongs to a processing account',
    instance: call.links.href(call.target),
    resource: 'owner',
  })
}

function isControlProng({ shown }: Pick<OwnerRecord, 'shown'>): boolean {
  return objectAt(shown, 'relationship').isControlProng === true
}

export const handlers: Handlers = {
  getOwner: (call) => ({ status: 200, body: ownerOf(call).shown }),
  updateOwner(call) {
    const record = call.faults.isOn(accountOwnerChanged) ? ownerOf(call) : changeableOwnerOf(call)
    const { ownerId, holder } = record
    const request = neededBody(call)
    const others = ownersOf(call, holder).filter((other) => other.ownerId !== ownerId)
    if (isControlProng({ shown: request }) && others.some(isControlProng)) {
      refuseValue('relationship.isControlProng', 'Another owner is the control prong')
    }
    checkIdentity(undefined, [request])
    if (call.faults.isOn(ownerPutLost)) return { status: 204 }
    call.state.of(OWNERS).set(ownerId, { ...record, shown: { ownerId, ...shownOwner(request) } })
    return { status: 204 }
  },
  deleteOwner(call) {
    const { ownerId, holder } = changeableOwnerOf(call)
    if (ownersOf(call, holder).length === 1 && !call.faults.isOn(onlyOwnerDeleted)) {
      refuseValue('ownerId', 'The only owner of a funding recipient cannot be deleted')
    }
    if (!call.faults.isOn(deletedOwnerReadable)) call.state.of(OWNERS).delete(ownerId)
    return { status: 204 }
  },
}
