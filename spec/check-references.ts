import { isJsonObject } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import type { DocumentPointer, Operation } from './model.ts'
import type { ModelContext } from './model-context.ts'
import { followOnce, isReference, type Located, locatePointer } from './reference.ts'
import { subschemasOf } from './schema/subschemas.ts'

/**
 * Follows every `$ref` of the schemas that operations use, so that a broken one is said now and every file is read.
 *
 * @throws HarnessError through {@link ModelContext.refuse}
 */
export function checkReferences(context: ModelContext, operations: readonly Operation[]): void {
  const seen = new Set<object>()
  const pending: Located[] = []
  for (const pointer of operations.flatMap(schemaPointers)) {
    const found = locatePointer(context.set, pointer)
    if (found !== undefined) pending.push(found)
  }
  // The list grows while it is walked, so that the first mistake in the document is the first one said.
  for (const at of pending) {
    const { node, pointer } = at
    if (!isJsonObject(node) || seen.has(node)) continue
    seen.add(node)
    if (isReference(node)) {
      const next = followOnce(context.set, { pointer, node })
      if (next.kind === 'found') pending.push(next)
      else if (next.reason === 'circular') context.warn(pointer, `$ref ${next.reference} leads back to itself`)
      else context.refuse(next)
      if (context.dialect === 'oas-3.0') continue
    }
    for (const { tokens, node: inner } of subschemasOf(node)) {
      pending.push({ pointer: child(pointer, ...tokens), node: inner })
    }
    pending.push(...mappedSchemas(context, at))
  }
}

/** A discriminator's mapping may name files that nothing else does. What it names in vain, it is read without. */
function mappedSchemas(context: ModelContext, { pointer, node }: Located): readonly Located[] {
  const discriminator = isJsonObject(node) ? node['discriminator'] : undefined
  const mapping = isJsonObject(discriminator) ? discriminator['mapping'] : undefined
  if (!isJsonObject(mapping)) return []
  return Object.values(mapping).flatMap((target) => {
    if (typeof target !== 'string' || !/[#/]|\.(?:ya?ml|json)$/.test(target)) return []
    const end = followOnce(context.set, { pointer, node: { $ref: target } })
    return end.kind === 'found' ? [end] : []
  })
}

function schemaPointers(operation: Operation): readonly DocumentPointer[] {
  return [
    ...operation.parameters,
    ...(operation.requestBody?.content ?? []),
    ...operation.responses.flatMap((response) => [...response.content, ...response.headers]),
  ].flatMap(({ schema }) => schema ?? [])
}
