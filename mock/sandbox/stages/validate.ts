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
    const reported = reportedOf(broken, faults)
    if (reported.length === 0) return { isOverlooked: true }
    return { isOverlooked: false, refusal: problem('bad-request', { errors: itemsOf(reported, request) }) }
  }
}

/** What no fault overlooks. Where a part of a choice is overlooked, so is that nothing of the choice fits. */
function reportedOf(broken: readonly Diagnostic[], faults: FaultSwitch): readonly Diagnostic[] {
  const overlooked = broken.filter((diagnostic) => isOverlooked(diagnostic, faults))
  if (overlooked.length === 0) return broken
  const choices = broken
    .filter(({ code }) => code === 'oneOf' || code === 'anyOf')
    .filter((choice) => overlooked.some((one) => isBelow(one, choice)))
  return broken.filter((one) => !overlooked.includes(one) && !choices.some((choice) => isBelow(one, choice)))
}

function isBelow({ path = [] }: Diagnostic, { path: above = [] }: Diagnostic): boolean {
  return above.every((step, i) => path[i] === step)
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
