import type { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { readOperations, writeOperations } from './prism-cache.ts'

/** A contract's operations as Prism compiles them. */
export type PrismOperations = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>

/**
 * The operations of a document, from the cache where they are kept there.
 *
 * @param document - a parsed document, or the path or URL of one
 */
export async function prismOperations(document: unknown, cacheFile: string | undefined): Promise<PrismOperations> {
  const cached = readOperations<PrismOperations>(cacheFile)
  if (cached !== undefined) return cached
  // Who hits the cache does not wait for the compiler.
  const { getHttpOperationsFromSpec } = await import('@stoplight/prism-http')
  const operations = await getHttpOperationsFromSpec(document as string | object)
  // Prism would call the URLs that a request names.
  for (const operation of operations) delete operation.callbacks
  writeOperations(cacheFile, operations)
  return operations
}
