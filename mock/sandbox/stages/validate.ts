import type { Json } from '../../../core/json.ts'
import type { Contract } from '../../../spec/model.ts'
import type { Reply } from '../call.ts'
import type { FaultSwitch, Violation } from '../fault.ts'
import type { Routed } from '../incoming.ts'
import { problem, type ProblemItem } from '../problem.ts'
import { createPrismValidation, type Diagnostic } from './prism-validation.ts'

/** Refuses what the contract does not allow. */
export type Validator = (request: Routed, body: Json | undefined, faults: FaultSwitch) => Validated

export interface Validated {
  readonly refusal?: Reply
  /** Whether something was broken and, because of a fault, not reported. */
  readonly isOverlooked: boolean
}

const FINE: Validated = { isOverlooked: false }

/** Validation by Prism, which reads the contract with code of its own. */
export async function createValidator(contract: Contract, cacheDir: string | undefined): Promise<Validator> {
  const diagnose = await createPrismValidation(contract, cacheDir)
  return (request, body, faults) => {
    const broken = diagnose(request, body)
    if (broken.length === 0) return FINE
    const reported = broken.filter((diagnostic) => !isOverlooked(diagnostic, faults))
    if (reported.length === 0) return { isOverlooked: true }
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
