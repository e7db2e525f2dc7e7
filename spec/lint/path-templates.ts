import type { Json, JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import type { LintContext } from './rule.ts'
import type { OperationSite } from './sites.ts'

/** The names between braces in a path template, in order. */
export function templateNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] as string)
}

/** A parameter of an operation as declared, on the operation itself or on its path. */
export interface DeclaredParameter {
  readonly node: JsonObject
  readonly name: string
  readonly in: string
}

/** The parameters of an operation: its own, and those of its path that it does not replace. */
export function declaredParameters(operation: OperationSite, context: LintContext): readonly DeclaredParameter[] {
  const own = parametersIn(operation.node['parameters'], context)
  const shared = parametersIn(operation.pathItem['parameters'], context)
  return [...own, ...shared.filter((one) => !own.some((other) => other.name === one.name && other.in === one.in))]
}

/** The parameters of a `parameters` list that have a name and a place. */
export function parametersIn(list: Json | undefined, context: LintContext): readonly DeclaredParameter[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((reference: Json) => {
    const node = isJsonObject(reference) ? context.resolve(reference) : undefined
    const { name, in: place } = node ?? {}
    return node !== undefined && typeof name === 'string' && typeof place === 'string'
      ? [{ node, name, in: place }]
      : []
  })
}
