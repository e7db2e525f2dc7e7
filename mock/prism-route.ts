import { createRequire } from 'node:module'
import type { createServer } from '@stoplight/prism-http-server'

type Route = NonNullable<Parameters<typeof createServer>[1]['components']['route']>
type Operations = Parameters<Route>[0]['resources']

/**
 * Prism's router, asked only about the operations that can match. By itself it sorts and matches all operations for
 * every request, which is most of its work for a document with a hundred of them.
 */
export function createRoute(operations: Operations): Route {
  const original = prismRoute()
  const byLength = new Map<number, Operations>()
  for (const operation of operations) {
    const length = segmentsOf(operation.path).length
    const known = byLength.get(length)
    if (known === undefined) byLength.set(length, [operation])
    else known.push(operation)
  }
  return ({ input, resources }) => {
    const segments = segmentsOf(input.url.path).map(decoded)
    const candidates = (byLength.get(segments.length) ?? []).filter(({ path }) => mayMatch(segmentsOf(path), segments))
    // Where none can, the error is Prism's to word.
    return original({ input, resources: candidates.length === 0 ? resources : candidates })
  }
}

function mayMatch(template: readonly string[], segments: readonly string[]): boolean {
  return template.every((part, i) => part.includes('{') || decoded(part) === segments[i])
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/')
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** The package exports the parts that it is made of, except this one. */
function prismRoute(): Route {
  const require = createRequire(import.meta.url)
  const { default: route } = require('@stoplight/prism-http/dist/router') as { default: Route }
  return route
}
