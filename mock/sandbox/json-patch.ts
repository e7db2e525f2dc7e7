import { applyPatch, type Operation as PatchOperation } from 'rfc6902'
import { isJsonObject, type Json, jsonEquals, type JsonObject } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { refuse, refuseValue } from './problem.ts'

/** What a PATCH of one kind of resource may not touch. */
export interface PatchRules {
  /** Pointers of members that are fixed; what lies below them is, too. */
  readonly fixed: readonly string[]
  /** Pointers of members that may be replaced but not removed. */
  readonly kept?: readonly string[]
  /** Pointers of the only members that may be touched, with what lies below them; absent: all that are not fixed. */
  readonly only?: readonly string[]
}

/**
 * A resource after an RFC 6902 patch, all of it or none: 400 where an operation cannot be applied, where a test fails, or
 * where a fixed member is touched.
 *
 * @param body - of the call; the contract describes it as an array of operations
 */
export function patched(
  resource: JsonObject,
  body: Json | undefined,
  { fixed, kept = [], only }: PatchRules,
): JsonObject {
  const operations = operationsOf(body)
  for (const { op, path, from } of operations) {
    if (op !== 'test') refuseFixed(path, fixed)
    if (op !== 'test' && only !== undefined)
      refuseUnlisted([path, ...(op === 'move' && from !== undefined ? [from] : [])], only)
    if (op === 'move' && from !== undefined) refuseFixed(from, [...fixed, ...kept])
    if (op === 'remove' && kept.includes(path)) refuseValue(nameOf(path), 'This member cannot be removed')
  }
  const draft = structuredClone(resource) as Record<string, Json>
  // The library takes what RFC 6902 names; what else an operation holds it reports.
  const errors = applyPatch(draft, operations as unknown as PatchOperation[])
  const failed = errors.findIndex((error) => error !== null)
  if (failed !== -1) {
    refuse('bad-request', {
      errors: [
        {
          parameter: nameOf(operations[failed]?.path ?? ''),
          detail: 'cannot be applied',
          message: reasonOf(errors[failed]),
        },
      ],
    })
  }
  // Whoever replaces what a fixed member is part of, changes it, too.
  const changed = fixed.find((pointer) => !isSame(valueAt(resource, pointer), valueAt(draft, pointer)))
  if (changed !== undefined) refuseValue(nameOf(changed), 'This member cannot be changed')
  return draft
}

function isSame(before: unknown, after: unknown): boolean {
  if (before === undefined || after === undefined) return before === after
  return jsonEquals(before as Json, after as Json)
}

interface Operation {
  readonly op: string
  readonly path: string
  readonly from?: string
}

function operationsOf(body: Json | undefined): readonly Operation[] {
  if (!Array.isArray(body)) return refuseValue('body', 'Expected an array of patch operations')
  return body.map((entry: Json, index) => {
    const { op, path, from } = isJsonObject(entry) ? entry : {}
    if (typeof op !== 'string' || typeof path !== 'string' || path === '') {
      return refuseValue(String(index), 'Expected an operation with op and path')
    }
    if (![path, from].every((pointer) => pointer === undefined || isSafe(pointer))) {
      return refuseValue(String(index), 'There is no such member')
    }
    return { ...(entry as JsonObject), op, path, ...(typeof from === 'string' && { from }) }
  })
}

/** No pointer may reach what every object inherits. */
function isSafe(pointer: Json): boolean {
  return (
    typeof pointer === 'string' &&
    pointer.startsWith('/') &&
    !/(?:^|\/)(?:__proto__|constructor|prototype)(?:\/|$)/.test(pointer)
  )
}

function refuseFixed(path: string, fixed: readonly string[]): void {
  const touched = fixed.find((pointer) => path === pointer || path.startsWith(`${pointer}/`))
  if (touched !== undefined) refuseValue(nameOf(touched), 'This member cannot be changed')
}

function refuseUnlisted(paths: readonly string[], only: readonly string[]): void {
  const other = paths.find((path) => !only.some((pointer) => path === pointer || path.startsWith(`${pointer}/`)))
  if (other !== undefined) refuseValue(nameOf(other), 'This member cannot be changed')
}

/** `/order/amount` as problems name it: `order.amount`. */
function nameOf(pointer: string): string {
  return pointer.slice(1).replaceAll('/', '.')
}

function reasonOf(error: { readonly name: string } | null | undefined): string {
  switch (error?.name) {
    case 'MissingError':
      return 'There is no such member'
    case 'TestError':
      return 'The test failed'
    default:
      return 'The operation is not one of RFC 6902'
  }
}
