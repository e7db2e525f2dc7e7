import type { Contract, Operation } from '../../spec/model.ts'
import type { Call, Handlers, Reply } from './call.ts'
import { contractAnswer } from './contract-answer.ts'
import { refusedCreateKept } from './faults/refused-create.ts'
import { unknownMethodAccepted } from './faults/validation.ts'
import { createIdempotencyStore, type IdempotencyStore } from './idempotency.ts'
import type { Identity } from './identity.ts'
import type { Incoming, Routed } from './incoming.ts'
import { problem, Refusal } from './problem.ts'
import { createRouter } from './router.ts'
import { checkAccept } from './stages/accept.ts'
import { authenticate, checkScope } from './stages/authenticate.ts'
import { checkContentType } from './stages/content-type.ts'
import { checkKey, keyOf } from './stages/idempotency-key.ts'
import { parseBody } from './stages/json-body.ts'
import type { Validator } from './stages/validate.ts'
import type { World } from './world.ts'

/** The way of a request from its operation to its answer, gate by gate; the first that refuses answers. */
export interface Pipeline {
  answer(request: Incoming): Promise<Reply>
  readonly keys: IdempotencyStore
}

export interface PipelineParts {
  readonly contract: Contract
  readonly world: World
  readonly identity: Identity
  readonly validate: Validator
  readonly handlers: Handlers
}

export function createPipeline({ contract, world, identity, validate, handlers }: PipelineParts): Pipeline {
  const route = createRouter(contract)
  const { options, clock, links } = world
  const keys = createIdempotencyStore({ clock, faults: world.faults, life: options.keyLife, limit: options.keyLimit })

  const answer = async (incoming: Incoming): Promise<Reply> => {
    const found = route(incoming.method, incoming.pathText)
    if (found.kind === 'no-path') return problem('not-found', { resource: 'path' })
    if (found.kind === 'no-method') {
      if (world.faults.isOn(unknownMethodAccepted)) return { status: 200, body: {} }
      return problem('method-not-allowed', { headers: { allow: found.allowed.join(', ') } })
    }
    const request: Routed = { ...incoming, operation: found.operation, path: found.path }
    const call = callOf(request, world)
    const reply = await pass(request, call)
    return world.faults.active().reduce((changed, fault) => fault.reply?.(call, changed) ?? changed, reply)
  }

  const pass = async (request: Routed, empty: Call): Promise<Reply> => {
    const { faults } = world
    const entry = authenticate(request, identity, faults)
    if ('refusal' in entry) return entry.refusal
    const refusal =
      checkScope(request, entry.grant, links.baseUrl, faults) ??
      checkAccept(request, faults) ??
      checkContentType(request, faults) ??
      checkKey(request, faults)
    if (refusal !== undefined) return refusal
    const parsed = parseBody(request, faults)
    if ('refusal' in parsed) return parsed.refusal
    const validated = validate(request, parsed.body, faults)
    const call: Call = { ...empty, body: parsed.body }
    if (validated.refusal !== undefined) {
      if (faults.isOn(refusedCreateKept) && request.method === 'POST') await handle(call, handlers)
      return validated.refusal
    }
    const run = async (): Promise<Reply> => {
      const reply = await handle(call, handlers)
      // A server that lets a broken request through need not choke on it.
      return validated.isOverlooked && reply.status >= 400 ? contractAnswer(call) : reply
    }
    const key = keyOf(request)
    const { method, target, bytes } = request
    return key === undefined ? run() : keys.answer({ account: entry.grant.account, key, method, target, bytes }, run)
  }

  return { keys, answer: (incoming) => answer(incoming).catch(() => problem('api-error')) }
}

async function handle(call: Call, handlers: Handlers): Promise<Reply> {
  const handler = handlerOf(call.operation, handlers)
  try {
    return await handler(call)
  } catch (error) {
    return error instanceof Refusal ? error.reply : problem('api-error')
  }
}

function callOf({ operation, path, query, header, target, signal }: Routed, world: World): Call {
  return { ...world, operation, path, query, header, body: undefined, target, signal }
}

function handlerOf({ operationId }: Operation, handlers: Handlers) {
  return Object.hasOwn(handlers, operationId) ? (handlers[operationId] ?? contractAnswer) : contractAnswer
}
