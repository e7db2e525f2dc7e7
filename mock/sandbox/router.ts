import type { Contract, Operation } from '../../spec/model.ts'

/** Where a request leads by the contract's paths. */
export type Route =
  | { readonly kind: 'operation'; readonly operation: Operation; readonly path: Readonly<Record<string, string>> }
  | { readonly kind: 'no-path' }
  /** The path is known, the method is not one of it. */
  | { readonly kind: 'no-method'; readonly allowed: readonly string[] }

export type Router = (method: string, path: string) => Route

interface Candidate {
  readonly segments: readonly string[]
  readonly operations: ReadonlyMap<string, Operation>
  readonly variables: number
}

/** Finds the operation of a method and a path below the base URL; of two templates that match, the more literal one. */
export function createRouter({ operations }: Contract): Router {
  const byPath = new Map<string, Operation[]>()
  for (const operation of operations) byPath.set(operation.path, [...(byPath.get(operation.path) ?? []), operation])
  const byLength = new Map<number, Candidate[]>()
  for (const [path, there] of byPath) {
    const segments = path.split('/')
    const candidate: Candidate = {
      segments,
      operations: new Map(there.map((operation) => [operation.method.toUpperCase(), operation])),
      variables: segments.filter(isVariable).length,
    }
    const known = [...(byLength.get(segments.length) ?? []), candidate]
    byLength.set(
      segments.length,
      known.toSorted((left, right) => left.variables - right.variables),
    )
  }
  return (method, path) => {
    const given = path.split('/')
    for (const { segments, operations: methods } of byLength.get(given.length) ?? []) {
      const values = match(segments, given)
      if (values === undefined) continue
      const operation = methods.get(method)
      return operation === undefined
        ? { kind: 'no-method', allowed: [...methods.keys()] }
        : { kind: 'operation', operation, path: values }
    }
    return { kind: 'no-path' }
  }
}

function match(segments: readonly string[], given: readonly string[]): Readonly<Record<string, string>> | undefined {
  const values: Record<string, string> = {}
  for (const [i, segment] of segments.entries()) {
    const value = decoded(given[i] as string)
    if (value === undefined) return undefined
    if (isVariable(segment)) {
      if (value === '') return undefined
      values[segment.slice(1, -1)] = value
    } else if (segment !== value) return undefined
  }
  return values
}

function isVariable(segment: string): boolean {
  return segment.startsWith('{')
}

function decoded(segment: string): string | undefined {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
