import { createRequire } from 'node:module'
import type { Json } from '../../../core/json.ts'
import type { Contract } from '../../../spec/model.ts'
import { operationsFile } from '../../prism-cache.ts'
import { type PrismOperations, prismOperations } from '../../prism-operations.ts'
import type { Routed } from '../incoming.ts'

/** What Prism has to say of a request. */
export interface Diagnostic {
  /** The first step is the part of the request: `body`, `query`, `path`, `header`. */
  readonly path?: readonly (string | number)[]
  /** The JSON Schema keyword, or a status. */
  readonly code?: string | number
  readonly message: string
  /** 0 is an error, others are advice. */
  readonly severity: number
}

type Result = { readonly _tag: 'Left'; readonly left: readonly Diagnostic[] } | { readonly _tag: 'Right' }

type PrismOperation = PrismOperations[number]

interface PrismValidators {
  validateInput(parts: {
    readonly resource: PrismOperation
    readonly element: {
      readonly method: string
      readonly url: { readonly path: string; readonly query: Readonly<Record<string, string | string[]>> }
      readonly headers: Readonly<Record<string, string>>
      readonly body: Json | undefined
    }
  }): Result
  validatePath(
    values: Readonly<Record<string, string>>,
    parameters: readonly unknown[],
    context: number,
    bundle: unknown,
  ): Result
}

/** Prism's word for what is sent to a server. */
const INPUT = 0

/** How Prism judges the requests of a contract: every constraint that one breaks. */
export async function createPrismValidation(
  contract: Contract,
  cacheDir: string | undefined,
): Promise<(request: Routed, body: Json | undefined) => readonly Diagnostic[]> {
  const { documents, location, source } = contract
  const document = Object.keys(documents).length === 1 ? documents[''] : (location ?? source)
  const operations = await prismOperations(document, operationsFile(contract, cacheDir))
  const { validateInput, validatePath } = prismValidators()
  const known = new Map(
    operations.map((operation) => [`${operation.method.toLowerCase()} ${operation.path}`, split(operation)]),
  )

  return (request, body) => {
    const parts = known.get(`${request.operation.method} ${request.operation.path}`)
    if (parts === undefined) return []
    const { method } = request.operation
    const url = { path: request.pathText, query: queryOf(request.query) }
    const element = { method, url, headers: headersOf(request), body }
    const results = [validateInput({ resource: parts.resource, element })]
    if (parts.path.length > 0) results.unshift(validatePath(request.path, parts.path, INPUT, parts.bundle))
    return results.flatMap((result) =>
      result._tag === 'Left' ? result.left.filter(({ severity }) => severity === 0) : [],
    )
  }
}

interface Parts {
  /** Without its path parameters: Prism would take apart the path that the router has taken apart already. */
  readonly resource: PrismOperation
  readonly path: readonly unknown[]
  readonly bundle: unknown
}

function split(operation: PrismOperation): Parts {
  const { path = [], ...request } = operation.request ?? {}
  return {
    resource: { ...operation, request },
    path,
    // Where Prism keeps what its schemas refer to.
    bundle: (operation as { readonly __bundled__?: unknown }).__bundled__,
  }
}

function queryOf(query: URLSearchParams): Readonly<Record<string, string | string[]>> {
  const values: Record<string, string | string[]> = {}
  for (const name of new Set(query.keys())) {
    const all = query.getAll(name)
    values[name] = all.length === 1 ? (all[0] as string) : all
  }
  return values
}

/** Prism must not take the body of a chunked request for an absent one. */
function headersOf({ header, bytes }: Routed): Readonly<Record<string, string>> {
  return { ...header, 'content-length': String(bytes.length) }
}

/** The package exports the parts that it is made of, except these. */
function prismValidators(): PrismValidators {
  const require = createRequire(import.meta.url)
  const { validateInput } = require('@stoplight/prism-http/dist/validator') as PrismValidators
  const { validatePath } = require('@stoplight/prism-http/dist/validator/validators') as PrismValidators
  return { validateInput, validatePath }
}
