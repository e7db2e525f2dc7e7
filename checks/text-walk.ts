import { isJsonObject, type Json } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'

/** Calls back for every string in a value, with its pointer. */
export function forEachText(value: Json, visit: (text: string, pointer: string) => void, pointer = ''): void {
  if (typeof value === 'string') visit(value, pointer)
  else if (Array.isArray(value)) value.forEach((item: Json, index) => forEachText(item, visit, child(pointer, index)))
  else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) forEachText(member, visit, child(pointer, name))
  }
}
