import { type Json, jsonEquals, type JsonObject } from '../../core/json.ts'
import { maskedIdentifier } from './mask.ts'
import { objectAt, objectsAt, picked } from './members.ts'

const ADDRESS = ['address1', 'address2', 'address3', 'city', 'state', 'country', 'postalCode']

/** An address, nothing else. */
export function shownAddress(value: Json | undefined): JsonObject {
  return picked(value, ADDRESS)
}

/** Ways to reach a person or a business, each of them once. */
export function shownContactMethods(value: Json | undefined): readonly JsonObject[] {
  const methods = objectsAt(value, 'contactMethods').map((method) => picked(method, ['type', 'value']))
  return methods.filter((method, i) => methods.findIndex((other) => jsonEquals(other, method)) === i)
}

/** National IDs, masked as the contract's examples show them. */
export function maskedIdentifiers(value: Json | undefined): readonly JsonObject[] {
  return objectsAt(value, 'identifiers').map((identifier) => ({
    ...picked(identifier, ['type']),
    value: maskedIdentifier(String(identifier.value)),
  }))
}

/** An owner as the API shows it, but for its id. */
export function shownOwner(request: JsonObject): JsonObject {
  const relationship = objectAt(request, 'relationship')
  return {
    ...picked(request, ['firstName', 'middleName', 'lastName', 'dateOfBirth']),
    address: shownAddress(request.address),
    identifiers: maskedIdentifiers(request),
    contactMethods: shownContactMethods(request),
    relationship: {
      equityPercentage: 0,
      ...picked(relationship, ['equityPercentage', 'title', 'isControlProng', 'isAuthorizedSignatory']),
    },
  }
}

/** A contact as the API shows it, but for its id. */
export function shownContact(request: JsonObject): JsonObject {
  return {
    ...picked(request, ['type', 'firstName', 'middleName', 'lastName']),
    identifiers: maskedIdentifiers(request),
    contactMethods: shownContactMethods(request),
  }
}
