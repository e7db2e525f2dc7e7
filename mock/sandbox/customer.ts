import type { Json, JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import { picked, shortened, textAt } from './members.ts'

/** A customer as the API shows it. */
export function shownCustomer(customer: Json | undefined): JsonObject {
  const shown = picked(customer, [
    'firstName',
    'lastName',
    'dateOfBirth',
    'referenceNumber',
    'billingAddress',
    'shippingAddress',
    'contactMethods',
    'notificationLanguage',
  ])
  return isJsonObject(customer) ? { customer: shown } : {}
}

/** The name that a token is kept under: at most 50 characters, and never empty. */
export function nameOf(holder: string | undefined, customer: Json | undefined): string {
  const names = [textAt(customer, 'firstName'), textAt(customer, 'lastName')].filter((name) => name !== undefined)
  return shortened(holder ?? (names.join(' ') || 'Unknown'), 50)
}
