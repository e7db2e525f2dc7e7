import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'

/** A member that the contract describes as an object; an empty one where it was left out. */
export function objectAt(value: Json | undefined, name: string): JsonObject {
  const member = isJsonObject(value) ? value[name] : undefined
  return isJsonObject(member) ? member : {}
}

/** The members of these names that are there: nothing else that a client sent finds its way into an answer. */
export function picked(value: Json | undefined, names: readonly string[]): JsonObject {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(value, name) ? [[name, value[name] as Json]] : [])))
}

/** The objects of a list; none where it was left out. */
export function objectsAt(value: Json | undefined, name: string): readonly JsonObject[] {
  const member = isJsonObject(value) ? value[name] : undefined
  return Array.isArray(member) ? member.filter(isJsonObject) : []
}

/** A text member that says something. */
export function textAt(value: Json | undefined, name: string): string | undefined {
  const member = isJsonObject(value) ? value[name] : undefined
  return typeof member === 'string' && member !== '' ? member : undefined
}

/** The body of a call whose contract demands an object. */
export function bodyOf({ body }: { readonly body: Json | undefined }): JsonObject {
  return isJsonObject(body) ? body : {}
}

/** The first characters of a text, whole ones. */
export function shortened(text: string, length: number): string {
  return [...text].slice(0, length).join('')
}
