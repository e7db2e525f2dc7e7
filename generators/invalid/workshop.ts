import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import { deriveSeed } from '../../core/seed.ts'
import { locatedAt } from '../../spec/dereference.ts'
import type { Contract, DocumentPointer } from '../../spec/model.ts'
import { schemaView, type SchemaView } from '../../spec/schema-view.ts'
import { draw } from '../draw.ts'
import { arbitraryFromSchema } from '../from-schema.ts'
import type { RequestOptions } from '../request-options.ts'
import type { Violations } from './broken-at.ts'
import { plainest } from './plainest.ts'
import { partsOf } from './schema-parts.ts'
import type { Workshop } from './site.ts'

export interface WorkshopParts {
  readonly contract: Contract
  readonly view: SchemaView
  /** Where the whole schema stands. */
  readonly pointer: DocumentPointer
  readonly violations: Violations
  readonly generation: RequestOptions
  readonly seed: number
}

/** Draws tried for a value that only responses have. */
const RESPONSE_DRAWS = 4

/** The workshop of one schema; what is asked twice is made once. */
export function workshopOf({ contract, view, pointer, violations, generation, seed }: WorkshopParts): Workshop {
  const definitions = isJsonObject(view.schema) ? view.schema['$defs'] : undefined
  const known = new WeakMap<object, Json | undefined>()

  const make = (parts: readonly Json[]): Json | undefined => {
    const schema: JsonObject = {
      ...(parts.length === 1 && isJsonObject(parts[0]) ? parts[0] : { allOf: parts }),
      ...(definitions === undefined ? {} : { $defs: definitions }),
    }
    try {
      const values = arbitraryFromSchema(schema, {
        ...generation,
        pointerOf: (inner) => view.pointerOf(inner) ?? pointer,
      })
      return plainest(values, deriveSeed(seed, pointer))
    } catch {
      return undefined
    }
  }

  return {
    documentOf: (part, ...tokens) => {
      const at = view.pointerOf(part)
      return at === undefined ? pointer : child(at, ...tokens)
    },
    valueOf(parts) {
      const [only, ...others] = parts
      if (!isJsonObject(only) || others.length > 0) return make(parts)
      if (!known.has(only)) known.set(only, make(parts))
      return known.get(only)
    },
    readOnlyMembers(part) {
      const at = view.pointerOf(part)
      const described = at === undefined ? undefined : locatedAt(contract, at)
      const properties = isJsonObject(described?.node) ? described.node['properties'] : undefined
      if (described === undefined || !isJsonObject(properties)) return []
      const visible = isJsonObject(part['properties']) ? part['properties'] : {}
      return Object.keys(properties).flatMap((name) => {
        const place = child(described.pointer, 'properties', name)
        const node = locatedAt(contract, place)?.node
        const isReadOnly = [properties[name], node].some((one) => isJsonObject(one) && one['readOnly'] === true)
        return isReadOnly && !Object.hasOwn(visible, name) ? [{ name, document: place }] : []
      })
    },
    *responseValuesOf(document) {
      const own = `conformance-${deriveSeed(seed, document).toString(16)}`
      for (const value of [own, 100_000 + (deriveSeed(seed, document) % 900_000), ...FAR_AWAY]) {
        if (isValid(violations, document, value) && !isWritten(contract, value)) yield value
      }
      const { schema } = schemaView(contract, document, 'response')
      // A listed value may well be the one that the server chooses itself.
      if (partsOf(schema, [schema]).some((part) => 'enum' in part || 'const' in part)) return
      try {
        const values = arbitraryFromSchema(schema, generation)
        for (let i = 0; i < RESPONSE_DRAWS; i++) {
          const { value } = draw(values, deriveSeed(seed, document, i))
          if (!isWritten(contract, value)) yield value
        }
      } catch {
        // What cannot be drawn is not sent.
      }
    },
    brokenBy(schema, value) {
      const at = isJsonObject(schema) ? view.pointerOf(schema) : undefined
      if (at === undefined) return undefined
      try {
        return violations(at, 'request', value)
      } catch {
        return undefined
      }
    },
  }
}

/** Moments that no server takes for its own. */
const FAR_AWAY = ['2091-03-07T08:09:10Z', '2091-03-07']

const texts = new WeakMap<Contract, string>()

/** Whether the document holds the value, as an example may: a server or a mock may answer it without being told. */
function isWritten(contract: Contract, value: Json): boolean {
  const text = texts.get(contract) ?? JSON.stringify(contract.documents)
  texts.set(contract, text)
  return text.includes(JSON.stringify(value))
}

function isValid(violations: Violations, document: DocumentPointer, value: Json): boolean {
  try {
    return violations(document, 'response', value).length === 0
  } catch {
    return false
  }
}
