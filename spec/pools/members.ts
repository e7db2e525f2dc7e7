import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { child, valueAt } from '../../core/json-pointer.ts'
import type { Contract, DocumentPointer } from '../model.ts'
import { schemaView, type SchemaView, type Side } from '../schema-view.ts'

/** A scalar that a schema describes. */
export interface ScalarMember {
  /** JSON pointer with `*` for items. */
  readonly pointer: string
  readonly name: string
  /** The pointer of the object it belongs to. */
  readonly owner: string
  /** The named schema of that object, where it has one. */
  readonly component: DocumentPointer | undefined
  /** Keywords of its schema, references followed. */
  readonly schema: JsonObject
  /** Where that schema stands. */
  readonly document: DocumentPointer | undefined
}

const DEEPEST = 6
const MOST = 600

/** The scalars of a schema that may identify something, by way of every branch; the outermost first. */
export function scalarMembers(contract: Contract, schema: DocumentPointer, side: Side): readonly ScalarMember[] {
  const view = schemaView(contract, schema, side)
  const found = new Map<string, ScalarMember>()
  const pending: Place[] = [{ schemas: [view.schema], pointer: '', depth: 0 }]
  for (let next = 0; next < pending.length && found.size < MOST && next < MOST; next++) {
    const place = pending[next] as Place
    const parts = partsOf(view, place.schemas)
    const component = parts.map((part) => view.pointerOf(part)).find((at) => at !== undefined && isNamed(at))
    for (const part of parts) {
      const { properties, items } = part
      if (isJsonObject(items) && place.depth < DEEPEST) {
        pending.push({ ...place, schemas: [items], pointer: child(place.pointer, '*'), depth: place.depth + 1 })
        const scalar = scalarOf(view, items)
        const pointer = child(place.pointer, '*')
        if (scalar !== undefined && place.name !== undefined && !found.has(pointer)) {
          found.set(pointer, {
            pointer,
            name: place.name,
            owner: ownerOf(place.pointer),
            component: undefined,
            ...scalar,
          })
        }
      }
      if (!isJsonObject(properties)) continue
      for (const [name, property] of Object.entries(properties)) {
        const pointer = child(place.pointer, name)
        const scalar = scalarOf(view, property)
        if (scalar !== undefined && !found.has(pointer)) {
          found.set(pointer, { pointer, name, owner: place.pointer, component, ...scalar })
        }
        if (place.depth < DEEPEST) pending.push({ schemas: [property], pointer, depth: place.depth + 1, name })
      }
    }
  }
  return [...found.values()]
}

/** The schema of one parameter where it is a scalar that may identify something. */
export function scalarAt(
  contract: Contract,
  schema: DocumentPointer | undefined,
): Pick<ScalarMember, 'schema' | 'document'> | undefined {
  if (schema === undefined) return { schema: {}, document: undefined }
  const view = schemaView(contract, schema, 'request')
  return scalarOf(view, view.schema)
}

interface Place {
  readonly schemas: readonly Json[]
  readonly pointer: string
  readonly depth: number
  /** Of the member that holds it. */
  readonly name?: string
}

/** Whether a schema stands where the document names its schemas. */
function isNamed(document: DocumentPointer): boolean {
  return /\/(?:components\/schemas|definitions)\/[^/]+$/.test(document)
}

function ownerOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'))
}

const SCALARS: ReadonlySet<Json | undefined> = new Set(['string', 'integer', 'number'])

function scalarOf(view: SchemaView, schema: Json): Pick<ScalarMember, 'schema' | 'document'> | undefined {
  const parts = partsOf(view, [schema])
  const types = parts.flatMap(({ type }) => (type === undefined ? [] : [type].flat())).filter((type) => type !== 'null')
  if (types.length === 0 || !types.every((type) => SCALARS.has(type))) return undefined
  if (parts.some((part) => 'enum' in part || 'const' in part || /^(date|time|duration)/.test(String(part['format'])))) {
    return undefined
  }
  const own = parts.at(-1)
  return {
    schema: Object.assign({}, ...parts) as JsonObject,
    document: own === undefined ? undefined : view.pointerOf(own),
  }
}

/** What may hold at a place: references followed, `allOf` opened, every branch of a choice. */
function partsOf(view: SchemaView, schemas: readonly Json[]): readonly JsonObject[] {
  const parts = new Set<JsonObject>()
  const pending = [...schemas]
  for (let next = pending.shift(); next !== undefined && parts.size < MOST_PARTS; next = pending.shift()) {
    if (!isJsonObject(next) || parts.has(next)) continue
    parts.add(next)
    const target = typeof next['$ref'] === 'string' ? valueAt(view.schema, next['$ref']) : undefined
    if (isJsonObject(target)) pending.push(target)
    for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
      const branches = next[keyword]
      if (Array.isArray(branches)) pending.push(...(branches as readonly Json[]))
    }
  }
  return [...parts]
}

const MOST_PARTS = 40
