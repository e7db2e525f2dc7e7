import { isJsonObject, type Json } from '../../core/json.ts'

const LONGEST = 60

const SECRET =
  /card.?(?:number|no|num)|(?:^|[^a-z])pan(?:$|[^a-z])|cvv|cvc|csc|security.?code|track|magstripe|pin.?block|(?:^|[^a-z])pin(?:$|[^a-z])|password|passwd|passphrase|secret|token|api.?key|private.?key|credential|authorization|ssn|social|national.?id|passport|licen[cs]e|tax|account.?(?:number|no|num)|routing|iban|sort.?code/i

/**
 * A sent value in words, for a description that anyone may read: what stands in a place that is named like a secret is
 * told by its type and length only.
 *
 * @param place - the names on the way to the value
 */
export function shownValue(value: Json, place: string): string {
  const isSecret = SECRET.test(place.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2'))
  if (typeof value === 'string') {
    const length = [...value].length
    if (isSecret || length > LONGEST) return `a string of ${length} ${length === 1 ? 'character' : 'characters'}`
    return JSON.stringify(value)
  }
  if (typeof value === 'number') return isSecret ? `a number of ${String(value).length} digits` : String(value)
  if (Array.isArray(value)) return `an array of ${value.length} ${value.length === 1 ? 'item' : 'items'}`
  if (isJsonObject(value)) return `an object of ${Object.keys(value).length} members`
  return JSON.stringify(value)
}
