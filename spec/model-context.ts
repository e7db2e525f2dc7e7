import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import type { DocumentSet } from './document-set.ts'
import type { Contract, DocumentPointer } from './model.ts'
import { type BrokenReference, follow, type Located } from './reference.ts'

/** What every part of the model is built with. */
export interface ModelContext {
  readonly set: DocumentSet
  readonly dialect: Contract['dialect']
  /** Absolute path or URL of the root document. */
  readonly location: string
  /** Notes what is wrong but can be lived with. */
  warn(pointer: DocumentPointer, message: string): void
  /** Ends loading: the contract cannot be used with this reference. */
  refuse(broken: BrokenReference): never
}

/** An object and where it stands. */
export interface LocatedObject extends Located {
  readonly node: JsonObject
}

/** What a value leads to when `$ref`s are followed. @throws HarnessError where they lead nowhere */
export function resolved(context: ModelContext, at: Located): Located {
  const end = follow(context.set, at)
  return end.kind === 'broken' ? context.refuse(end) : end
}

/** Like {@link resolved}, for what must be an object: anything else is noted and skipped; null and absence are silent. */
export function resolvedObject(
  context: ModelContext,
  at: Located | undefined,
  what: string,
): LocatedObject | undefined {
  if (at === undefined || at.node === null) return undefined
  const { pointer, node } = resolved(context, at)
  if (isJsonObject(node)) return { pointer, node }
  if (node !== null) context.warn(pointer, `${what} should be an object`)
  return undefined
}

/** A member of an object, in place; `undefined` where it is absent. */
export function memberAt(at: LocatedObject, name: string): Located | undefined {
  const node = Object.hasOwn(at.node, name) ? at.node[name] : undefined
  return node === undefined ? undefined : { pointer: child(at.pointer, name), node }
}

/** The members of a map under a name (`content`, `headers`), in document order; an `x-` header is one, an extension not. */
export function entriesAt(
  context: ModelContext,
  at: LocatedObject,
  name: string,
): readonly (readonly [string, Located])[] {
  const map = resolvedObject(context, memberAt(at, name), name)
  if (map === undefined) return []
  const extensible = name === 'paths' || name === 'responses'
  return Object.entries(map.node)
    .filter(([key]) => !(extensible && key.startsWith('x-')))
    .map(([key, node]) => [key, { pointer: child(map.pointer, key), node }])
}

/** The items of a list under a name; a list that is something else is noted and empty. */
export function itemsAt(context: ModelContext, at: LocatedObject, name: string): readonly Located[] {
  const list = memberAt(at, name)
  if (list === undefined || list.node === null) return []
  if (!Array.isArray(list.node)) {
    context.warn(list.pointer, `${name} should be a list`)
    return []
  }
  return list.node.map((node: Json, index) => ({ pointer: child(list.pointer, index), node }))
}

/** A text member, or `undefined`. */
export function textAt(at: LocatedObject, name: string): string | undefined {
  const value = at.node[name]
  return typeof value === 'string' ? value : undefined
}

/** A flag: `true`, also where it was written as text. */
export function isSet(value: Json | undefined): boolean {
  return value === true || value === 'true'
}
