import { createRequire } from 'node:module'
import type { Json } from '../../../core/json.ts'
import type { Contract } from '../../../spec/model.ts'
import { operationsFile } from '../../prism-cache.ts'
import { type PrismOperations, prismOperations } from '../../prism-operations.ts'
import type { Reply } from '../call.ts'
import type { FaultSwitch, Violation } from '../fault.ts'
import type { Routed } from '../incoming.ts'
import { problem, type ProblemItem } from '../problem.ts'

/** Refuses what the contract does not allow. */
export type Validator = (request: Routed, body: Json | undefined, faults: FaultSwitch) => Validated

export interface Validated {
  readonly refusal?: Reply
  /** Whether something was broken and, because of a fault, not reported. */
  readonly isOverlooked: boolean
}

const FINE: Validated = { isOverlooked: false }

interface Diagnostic {
  readonly path?: readonly (string | number)[]
  readonly code?: string | number
  readonly message: string
  /** 0 is an error, others are advice. */
  readonly severity: number
}

type ValidateInput = (parts: {
  readonly resource: PrismOperations[number]
  readonly element: {
    readonly method: string
    readonly url: { readonly path: string; readonly query: Readonly<Record<string, string | string[]>> }
    readonly headers: Readonly<Record<string, string>>
    readonly body: Json | undefined
  }
}) => { readonly _tag: 'Left'; readonly left: readonly Diagnostic[] } | { readonly _tag: 'Right' }

/** Validation by Prism, which reads the contract with code of its own. */
export async function createValidator(contract: Contract, cacheDir: string | undefined): Promise<Validator> {
  const { documents, location, source } = contract
  const document = Object.keys(documents).length === 1 ? documents[''] : (location ?? source)
  const operations = await prismOperations(document, operationsFile(contract, cacheDir))
  const byRoute = new Map(
    operations.map((operation) => [`${operation.method.toLowerCase()} ${operation.path}`, operation]),
  )
  const validateInput = prismValidator()
  return (request, body, faults) => {
    const resource = byRoute.get(`${request.operation.method} ${request.operation.path}`)
    if (resource === undefined) return FINE
    const result = validateInput({
      resource,
      element: {
        method: request.operation.method,
        url: { path: request.pathText, query: queryOf(request.query) },
        headers: headersOf(request),
        body,
      },
    })
    const broken = result._tag === 'Left' ? result.left.filter(({ severity }) => severity === 0) : []
    const reported = broken.filter((diagnostic) => !isOverlooked(diagnostic, faults))
    if (reported.length === 0) return broken.length === 0 ? FINE : { isOverlooked: true }
    return { isOverlooked: false, refusal: problem('bad-request', { errors: itemsOf(reported, request) }) }
  }
}

function isOverlooked({ path = [], code }: Diagnostic, faults: FaultSwitch): boolean {
  const [place] = path
  const violation: Violation = {
    in: place === 'query' || place === 'path' || place === 'header' ? place : 'body',
    keyword: String(code ?? ''),
  }
  return faults.active().some((fault) => fault.overlooks?.(violation) === true)
}

/** Errors that one answer lists at most. */
const MOST_ERRORS = 20

function itemsOf(errors: readonly Diagnostic[], { operation }: Routed): readonly ProblemItem[] {
  const names = new Map(operation.parameters.map(({ name }) => [name.toLowerCase(), name]))
  const items = errors.slice(0, MOST_ERRORS).map(({ path = [], code, message }) => {
    const [place, ...rest] = path.map(String)
    const missing = /must have required property '(.*)'$/.exec(message)?.[1]
    const where = [...rest, ...(missing === undefined ? [] : [missing])]
    const parameter = place === 'body' ? where.join('.') || 'body' : (names.get(where[0] ?? '') ?? where.join('.'))
    return { parameter, detail: detailOf(code), message }
  })
  return [...new Map(items.map((item) => [`${item.parameter} ${item.message}`, item])).values()]
}

function detailOf(code: string | number | undefined): string {
  return code === 'required' ? 'missing' : `invalid ${typeof code === 'string' && code !== '' ? code : 'value'}`
}

function queryOf(query: URLSearchParams): Readonly<Record<string, string | string[]>> {
  const values: Record<string, string | string[]> = {}
  for (const name of new Set(query.keys())) {
    const all = query.getAll(name)
    values[name] = all.length === 1 ? (all[0] as string) : all
  }
  return values
}

/** Prism must not take what was left out of a chunked request for an absent body. */
function headersOf({ header, bytes }: Routed): Readonly<Record<string, string>> {
  return { ...header, 'content-length': String(bytes.length) }
}

/** The package exports the parts that it is made of, except this one. */
function prismValidator(): ValidateInput {
  const require = createRequire(import.meta.url)
  const { validateInput } = require('@stoplight/prism-http/dist/validator') as { validateInput: ValidateInput }
  return validateInput
}
