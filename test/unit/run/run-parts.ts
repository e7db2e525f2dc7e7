import { systemClock } from '../../../core/clock.ts'
import type { Phase } from '../../../core/case.ts'
import type { CaseFinished, RunEvent } from '../../../core/event.ts'
import { builtInFormats } from '../../../generators/formats/registry.ts'
import { defineDomain } from '../../../generators/domain/registry.ts'
import type { CaseSourceOptions } from '../../../run/case-source.ts'
import type { ExecuteParts } from '../../../run/execute.ts'
import type { JudgeParts } from '../../../run/judge-case.ts'
import type { RequestGeneration } from '../../../run/request-generation.ts'
import type { Target } from '../../../run/target.ts'
import { violationsOfValue, whyInvalid } from '../../../run/why-invalid.ts'
import type { Contract } from '../../../spec/model.ts'
import { createCredentials } from '../../../transport/credentials.ts'
import type { Transport } from '../../../transport/send.ts'

/** Requests are made as in a real run. */
export function generationFor(contract: Contract): RequestGeneration {
  const request = { formats: builtInFormats, domain: defineDomain([]) }
  return {
    request,
    examples: {
      generation: request,
      isValid: (pointer, side, value) => whyInvalid(contract, pointer, side, value),
    },
    violations: (pointer, side, value) => violationsOfValue(contract, pointer, side, value),
  }
}

/** Options of a case source; of the phases only those that are named. */
export function sourceOptions(
  contract: Contract,
  phases: readonly Phase[],
  options: Partial<CaseSourceOptions> = {},
): CaseSourceOptions {
  return {
    seed: 7,
    phases,
    randomCases: 5,
    boundaryCases: 200,
    invalidCases: 400,
    generation: generationFor(contract),
    ...options,
  }
}

/** A target with a memory, whose answers nothing excuses. */
export function targetAt(baseUrl: string, recognise: Target['recognise'] = () => undefined): Target {
  return {
    summary: { name: baseUrl, baseUrl, stateful: true, steerable: false },
    recognise,
    close: async () => undefined,
  }
}

export function judgeParts(contract: Contract, target: Target, parts: Partial<JudgeParts> = {}): JudgeParts {
  return {
    contract,
    target,
    seed: 7,
    strict: false,
    lineOf: async () => undefined,
    excerptOf: async () => undefined,
    curlOf: ({ request }) => `curl ${request.url}`,
    commandFor: ({ id }) => `run ${id}`,
    ...parts,
  }
}

/** What execution needs; the events land in the list. */
export function executeParts(
  contract: Contract,
  target: Target,
  transport: Transport,
  parts: Partial<ExecuteParts> = {},
): ExecuteParts & { readonly events: RunEvent[] } {
  const events: RunEvent[] = []
  return {
    send: { contract, transport, credentials: createCredentials(), baseUrl: target.summary.baseUrl },
    judge: judgeParts(contract, target),
    clock: systemClock,
    workers: 4,
    shrinkBudget: 0,
    emit: (event) => void events.push(event),
    stopped: () => false,
    events,
    ...parts,
  }
}

export function casesOf(events: readonly RunEvent[]): readonly CaseFinished[] {
  return events.filter((event) => event.type === 'case-finished')
}
