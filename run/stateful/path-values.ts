import type { RequestDraft } from '../../core/case.ts'
import type { Json } from '../../core/json.ts'
import { pathVariables } from '../../core/path-template.ts'
import type { Operation } from '../../spec/model.ts'
import { decoded } from '../replay/known-value.ts'

/** The path parameters of an operation in the order of its path. */
export function pathNames({ path, parameters }: Operation): readonly string[] {
  const declared = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
  return pathVariables(path, declared).map(({ name }) => name)
}

/**
 * The path of an operation for a resource, in terms of the request that created it: what stands at the same place or
 * bears the same name is the same; `undefined` where something is not known.
 *
 * @param own the id of the resource itself, and the parameter that takes it; absent for its list
 */
export function pathValues(
  operation: Operation,
  creation: { readonly operation: Operation; readonly draft: RequestDraft },
  own?: { readonly path: string; readonly id: Json },
): Readonly<Record<string, Json>> | undefined {
  const segments = operation.path.split('/')
  const created = creation.operation.path.split('/')
  const itemLength = own?.path.split('/').length
  const values: Record<string, Json> = {}
  for (const name of pathNames(operation)) {
    const index = segments.findIndex((segment) => variableOf(segment) === name)
    if (own !== undefined && index + 1 === itemLength) {
      values[name] = own.id
      continue
    }
    const isAligned = segments.slice(0, index).every((segment, i) => sameSegment(segment, created[i]))
    const aligned = isAligned ? variableOf(created[index] ?? '') : undefined
    const value = creation.draft.path[aligned ?? name] ?? creation.draft.path[name]
    if (value === undefined) return undefined
    values[name] = value
  }
  return values
}

function sameSegment(one: string, other: string | undefined): boolean {
  return one === other || (one.includes('{') && other?.includes('{') === true)
}

function variableOf(segment: string): string | undefined {
  return /^\{[+#./;?&*]?([^{}:*+?]+)/.exec(segment)?.[1]
}

/** The values in the path of a request that was sent. */
export function pathValuesIn(url: string, { path, parameters }: Operation): Readonly<Record<string, Json>> {
  const segments = new URL(url).pathname.replace(/\/$/, '').split('/')
  const template = path.replace(/\/$/, '').split('/')
  const declared = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
  const offset = segments.length - template.length
  return Object.fromEntries(
    template.flatMap((segment, index) => {
      const [variable] = pathVariables(segment, declared)
      return variable === undefined ? [] : [[variable.name, decoded(segments[offset + index] ?? '')]]
    }),
  )
}
