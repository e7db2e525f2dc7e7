import type { RequestDraft } from '../core/case.ts'
import type { Json } from '../core/json.ts'
import { headerPolicy } from '../generators/header-policy.ts'
import { isIdempotencyKey } from '../generators/idempotency-key.ts'
import type { Operation, Parameter } from '../spec/model.ts'
import type { Id, IdContext } from './id-pools.ts'

/** Begins the names of scope among the pools of a context: no pool is called so. */
const SCOPE = 'header: '

/**
 * What a request is about beside its ids: the required headers, such as a tenant or an account, under which an id was
 * made and without which it is unknown.
 */
export function scopeOf(operation: Operation, draft: Pick<RequestDraft, 'header'>): IdContext {
  return Object.fromEntries(
    scopeParameters(operation).flatMap(({ name }) => {
      const value = draft.header[name]
      return isId(value) ? [[SCOPE + name.toLowerCase(), value] as const] : []
    }),
  )
}

/** A context without its scope: the ids alone. */
export function withoutScope(context: IdContext): IdContext {
  return Object.fromEntries(Object.entries(context).filter(([name]) => !name.startsWith(SCOPE)))
}

/** The headers that a draft must have so that it is within the scope of an id; those it has already are left out. */
export function headersWithin(
  operation: Operation,
  draft: Pick<RequestDraft, 'header'>,
  context: IdContext,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    scopeParameters(operation).flatMap(({ name }) => {
      const value = context[SCOPE + name.toLowerCase()]
      const given = draft.header[name]
      return value === undefined || given === undefined || given === value ? [] : [[name, value] as const]
    }),
  )
}

/** A draft under the headers under which something was made: it is unknown under others. */
export function withScopeOf(
  operation: Operation,
  draft: RequestDraft,
  made: { readonly operation: Operation; readonly draft: Pick<RequestDraft, 'header'> },
): RequestDraft {
  const header = headersWithin(operation, draft, scopeOf(made.operation, made.draft))
  return Object.keys(header).length === 0 ? draft : { ...draft, header: { ...draft.header, ...header } }
}

const known = new WeakMap<Operation, readonly Parameter[]>()

function scopeParameters(operation: Operation): readonly Parameter[] {
  let parameters = known.get(operation)
  if (parameters === undefined) {
    parameters = operation.parameters.filter(
      ({ in: place, name, required }) =>
        place === 'header' && required && !isIdempotencyKey(name) && headerPolicy(name) === 'generate',
    )
    known.set(operation, parameters)
  }
  return parameters
}

function isId(value: Json | undefined): value is Id {
  return typeof value === 'string' || typeof value === 'number'
}
