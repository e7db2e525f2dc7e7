import type { Json, JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import { isPlainlyValid } from './plainly-valid.ts'
import type { LintContext, SchemaViolation } from './rule.ts'

/**
 * Why a value that stands in the schema itself breaks it, or `undefined`. Such a value belongs to no side: it may hold
 * readOnly or writeOnly members, both, or neither, so it is wrong only when every reading finds it wrong.
 */
export function violationOnEverySide(
  context: LintContext,
  schema: JsonObject,
  value: Json,
): SchemaViolation | undefined {
  if (isPlainlyValid(schema, value)) return undefined
  const pointer = context.pointerOf(schema)
  const [asRequest] = context.validate(pointer, 'request', value)
  if (asRequest === undefined) return undefined
  const [asResponse] = context.validate(pointer, 'response', value)
  if (asResponse === undefined || !isStructured(value)) return asResponse
  const plain = withoutMembers(value, writeOnlyNames(context))
  const [asPlain] = context.validate(pointer, 'response', plain)
  return asPlain === undefined ? undefined : asResponse
}

function isStructured(value: Json): boolean {
  return typeof value === 'object' && value !== null
}

const known = new WeakMap<object, ReadonlySet<string>>()

/** The names of all members that only a request has, anywhere in the contract. */
function writeOnlyNames({ sites, resolve }: LintContext): ReadonlySet<string> {
  let names = known.get(sites)
  if (names === undefined) {
    const found = sites.schemas.flatMap(({ properties }) =>
      isJsonObject(properties)
        ? Object.entries(properties).filter(([, member]) => resolve(member)?.['writeOnly'] === true)
        : [],
    )
    names = new Set(found.map(([name]) => name))
    known.set(sites, names)
  }
  return names
}

function withoutMembers(value: Json, names: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return value.map((item) => withoutMembers(item, names))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (names.has(name) ? [] : [[name, withoutMembers(member, names)]])),
  )
}
