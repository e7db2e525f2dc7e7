import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'

/** A member that was sent and that can be read again, by its pointer within the resource. */
export interface KeptMember {
  readonly pointer: string
  readonly sent: Json
  readonly read: Json
}

/**
 * Members that a server rightly changes by itself: states, versions, times, counters, sums, what it makes or hides (ids,
 * links, secrets), and what depends on a resource's neighbours (the default one, positions, what is in stock).
 */
const OWN_OF_SERVER =
  /^_|^(?:id|uuid|guid|self|kind|type|order)$|status|state|phase|stage|version|revision|etag|created|updated|modified|changed|timestamp|expir|count|balance|total|remaining|secret|passw|token|cvv|pin$|key$|hash|signature|ur[il]$|href|link|default|primary|preferred|current(?!cy)|latest|position|sort|rank|priority|index|sequence|active|enabled|locked|archived|deleted|visible|available|quantity|stock/i

/** Objects that are all the server's own. */
const OWN_OBJECT = /^_|link|status|state|^meta$/i

/** The members that both sides have with the same type and that the server has no business to change, depth first. */
export function keptMembers(sent: Json | undefined, read: Json | undefined, at = ''): readonly KeptMember[] {
  if (!isJsonObject(sent) || !isJsonObject(read)) return []
  return Object.entries(sent).flatMap(([name, value]): readonly KeptMember[] => {
    if ((isJsonObject(value) ? OWN_OBJECT : OWN_OF_SERVER).test(name)) return []
    const shown = memberOf(read, name)
    if (shown === undefined || kindOf(shown) !== kindOf(value)) return []
    const pointer = child(at, name)
    return isJsonObject(value) ? keptMembers(value, shown, pointer) : [{ pointer, sent: value, read: shown }]
  })
}

function memberOf(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function kindOf(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}
