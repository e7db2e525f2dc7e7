import type { Call, Handlers } from '../call.ts'
import { contactNationalIdShown, contactPutLost, deletedContactReadable } from '../faults/boarding.ts'
import { picked } from '../members.ts'
import { shownContact } from '../person.ts'
import { refuseUnknown } from '../problem.ts'
import { describedRequest } from '../resource-shape.ts'
import { CONTACTS, type ContactRecord } from '../state/contacts.ts'

function contactOf(call: Call): ContactRecord {
  const record = call.state.of(CONTACTS).get(String(call.path.contactId))
  return record === undefined ? refuseUnknown(call, 'contact', 'contactId') : record
}

export const handlers: Handlers = {
  getContact: (call) => ({ status: 200, body: contactOf(call).shown }),
  updateContact(call) {
    const record = contactOf(call)
    const { contactId } = record
    const request = describedRequest(call)
    const clear = call.faults.isOn(contactNationalIdShown) ? picked(request, ['identifiers']) : {}
    const shown = { contactId, ...shownContact(request), ...clear }
    if (!call.faults.isOn(contactPutLost)) call.state.of(CONTACTS).set(contactId, { ...record, shown })
    return { status: 204 }
  },
  deleteContact(call) {
    const { contactId } = contactOf(call)
    if (!call.faults.isOn(deletedContactReadable)) call.state.of(CONTACTS).delete(contactId)
    return { status: 204 }
  },
}
