import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { child, tokensOf } from '../../core/json-pointer.ts'
import { inDialect } from './dialect.ts'
import { metaschemas } from './metaschemas.ts'
import { isSchema, subschemasOf } from './subschemas.ts'

/** Schema documents by their absolute URIs. */
export type SchemaFiles = Readonly<Record<string, JsonObject | boolean>>

/** A schema with its own base URI; `#/…` references count from its root. */
export interface Resource {
  readonly uri: string
  readonly root: JsonObject | boolean
  readonly pointer: string
}

/** Where a schema stands. */
export interface Place {
  readonly schema: JsonObject | boolean
  readonly pointer: string
  readonly resource: Resource
}

/** What references can name. */
export interface Identifiers {
  readonly root: Place
  /** The resource that a schema belongs to: its own where it has an `$id`, else the one around it. */
  resourceAt(schema: JsonObject | boolean, pointer: string, around: Resource): Resource
  find(from: Resource, reference: string): Place | undefined
  /** The schemas with a `$dynamicAnchor`, by its name. */
  dynamicAnchorsOf(resource: Resource): ReadonlyMap<string, Place>
}

interface Index {
  readonly places: Map<string, Place>
  readonly dynamic: Map<string, Map<string, Place>>
}

const NO_BASE = 'schema:///'
const NONE: ReadonlyMap<string, Place> = new Map()

/** Reads `$id`, `$anchor` and `$dynamicAnchor`, where they are keywords of a schema, when the first reference needs them. */
export function openIdentifiers(schema: JsonObject | boolean, files: SchemaFiles): Identifiers {
  const resources = new Map<object, Resource>()
  const root = documentAt(NO_BASE, '#', inDialect(schema, files))
  let index: Index | undefined
  let withMetaschemas = false

  function documentAt(uri: string, pointer: string, whole: JsonObject | boolean): Place {
    const resource = { uri: uriOf(whole, uri), root: whole, pointer }
    if (typeof whole === 'object') resources.set(whole, resource)
    return { schema: whole, pointer, resource }
  }

  function resourceAt(part: JsonObject | boolean, pointer: string, around: Resource): Resource {
    if (typeof part === 'boolean' || typeof part['$id'] !== 'string') return around
    const known = resources.get(part)
    if (known !== undefined) return known
    const uri = uriOf(part, around.uri)
    if (uri === around.uri) return around
    const made = { uri, root: part, pointer }
    resources.set(part, made)
    return made
  }

  function find(from: Resource, reference: string): Place | undefined {
    if (reference === '#') return { schema: from.root, pointer: from.pointer, resource: from }
    if (reference.startsWith('#/')) {
      const found = at(from, reference) ?? (from === root.resource ? undefined : at(root.resource, reference))
      if (found !== undefined) return found
    }
    const url = URL.parse(reference, from.uri)
    if (url === null) return undefined
    const found = named(url)
    if (found !== undefined || withMetaschemas || !isMetaschema(url)) return found
    withMetaschemas = true
    for (const [uri, metaschema] of Object.entries(metaschemas()))
      read(indexed(), uri, documentAt(uri, `${uri}#`, metaschema))
    return named(url)
  }

  function named(url: URL): Place | undefined {
    const { places } = indexed()
    const exact = places.get(withoutEmptyFragment(url.href))
    if (exact !== undefined || !url.hash.startsWith('#/')) return exact
    const base = places.get(url.href.slice(0, -url.hash.length))
    return base === undefined ? undefined : at(base.resource, url.hash)
  }

  function at(resource: Resource, fragment: string): Place | undefined {
    let value: Json | undefined = resource.root
    let pointer = resource.pointer
    let current = resource
    for (const token of tokensOf(decoded(fragment))) {
      if (Array.isArray(value)) value = value[Number(token)]
      else if (isJsonObject(value) && Object.hasOwn(value, token)) value = value[token]
      else return undefined
      pointer = child(pointer, token)
      if (isJsonObject(value)) current = resourceAt(value, pointer, current)
    }
    return isSchema(value) ? { schema: value, pointer, resource: current } : undefined
  }

  function indexed(): Index {
    if (index !== undefined) return index
    index = { places: new Map(), dynamic: new Map() }
    read(index, root.resource.uri, root)
    for (const [key, file] of Object.entries(files)) {
      const uri = withoutEmptyFragment(URL.parse(key)?.href ?? key)
      read(index, uri, documentAt(uri, `${uri}#`, inDialect(file, files)))
    }
    return index
  }

  function read({ places, dynamic }: Index, uri: string, document: Place): void {
    setOnce(places, uri, document)
    const pending = [document]
    const seen = new Set<object>()
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      const { schema: whole, pointer, resource } = place
      if (typeof whole === 'boolean' || seen.has(whole)) continue
      seen.add(whole)
      if (resource.root === whole) setOnce(places, withoutEmptyFragment(resource.uri), place)
      for (const keyword of ['$anchor', '$dynamicAnchor']) {
        const name = whole[keyword]
        if (typeof name !== 'string') continue
        setOnce(places, `${withoutEmptyFragment(resource.uri)}#${name}`, place)
        if (keyword !== '$dynamicAnchor') continue
        const anchors = dynamic.get(resource.uri) ?? new Map<string, Place>()
        dynamic.set(resource.uri, anchors)
        setOnce(anchors, name, place)
      }
      for (const { tokens, schema: part } of subschemasOf(whole)) {
        const below = child(pointer, ...tokens)
        pending.push({ schema: part, pointer: below, resource: resourceAt(part, below, resource) })
      }
    }
  }

  return {
    root,
    resourceAt,
    find,
    dynamicAnchorsOf: (resource) => indexed().dynamic.get(resource.uri) ?? NONE,
  }
}

function isMetaschema(url: URL): boolean {
  return url.href.startsWith('https://json-schema.org/draft/2020-12/')
}

function uriOf(schema: JsonObject | boolean, base: string): string {
  if (!isJsonObject(schema) || typeof schema['$id'] !== 'string' || schema['$id'].startsWith('#')) return base
  return URL.parse(schema['$id'], base)?.href ?? base
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference
  }
}

function withoutEmptyFragment(uri: string): string {
  return uri.endsWith('#') ? uri.slice(0, -1) : uri
}

function setOnce<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value)
}
