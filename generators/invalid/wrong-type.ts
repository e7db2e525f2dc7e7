import type { Json } from '../../core/json.ts'
import { type TypeName, typesOf, withKeyword } from './schema-parts.ts'
import type { Family, Mutation, Site, Workshop } from './site.ts'

/** A value of another type is none of the listed ones either, and a fraction is of no integer format. */
const KEYWORDS = ['type', 'enum', 'const', 'oneOf', 'anyOf', 'discriminator', 'format', 'multipleOf']

/** What stands for a type where it is not allowed; an integer is left aside where numbers are. */
const SAMPLES: readonly (readonly [type: TypeName, value: Json])[] = [
  ['string', 'conformance'],
  ['number', 12_345.5],
  ['integer', 12_345],
  ['boolean', true],
  ['array', []],
  ['object', {}],
]

/** Sends each other JSON type, and `null` where it is not allowed. */
export const wrongType: Family = {
  name: 'wrong-type',
  *mutations(site, workshop): Iterable<Mutation> {
    const types = typesOf(site.parts)
    if (types === undefined || types.size === 0) return
    if (site.medium === 'text') {
      yield* asText(site, types, workshop)
      return
    }
    for (const [type, value] of SAMPLES) {
      if (types.has(type) || (type === 'number' && !types.has('integer') && !types.has('number'))) continue
      yield mutation(site, types, workshop, type, value)
    }
    if (!types.has('null')) yield { ...mutation(site, types, workshop, 'null', null), breakage: 'null' }
  },
}

/** In a text only what no reader takes for the type is of another one. */
function* asText(site: Site, types: ReadonlySet<TypeName>, workshop: Workshop): Iterable<Mutation> {
  if (['string', 'array', 'object'].some((type) => types.has(type as TypeName))) return
  yield mutation(site, types, workshop, 'string', 'conformance')
  if (types.has('integer') && !types.has('number')) yield mutation(site, types, workshop, 'number', 12_345.5)
}

function mutation(
  { parts, value: own }: Site,
  types: ReadonlySet<TypeName>,
  workshop: Workshop,
  type: TypeName,
  value: Json,
): Mutation {
  const [said] = withKeyword(parts, 'type')
  const names = types.has('number') ? [...types].filter((name) => name !== 'integer') : [...types]
  return {
    breakage: 'wrong-type',
    detail: type,
    promise: `type ${names.join(' or ')}`,
    document: workshop.documentOf(said?.part ?? {}, 'type'),
    at: '',
    keywords: KEYWORDS,
    candidates: () => (type === 'number' ? [0.5, 1.5, ...fractionsNear(own), value] : [value]),
    sent: `${value === null ? '' : type === 'array' || type === 'object' || type === 'integer' ? 'an ' : 'a '}${type}`,
  }
}

/** Fractions within the bounds that the place's own value keeps to. */
function fractionsNear(own: Json): readonly number[] {
  return typeof own === 'number' ? [own + 0.5, own - 0.5] : []
}
