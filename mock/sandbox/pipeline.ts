import type { Contract, Operation } from '../../spec/model.ts'
import type { Call, Handlers, Reply } from './call.ts'
import { contractAnswer } from './contract-answer.ts'
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
  const keys = createIdempotencyStore({ clock, life: options.keyLife, limit: options.keyLimit })

  const answer = async (incoming: Incoming): Promise<Reply> => {
    const found = route(incoming.method, incoming.pathText)
    if (found.kind === 'no-path') return problem('not-found', { resource: 'path' })
    if (found.kind === 'no-method') {
      return problem('method-not-allowed', { headers: { allow: found.allowed.join(', ') } })
    }
    const request: Routed = { ...incoming, operation: found.operation, path: found.path }
    const entry = authenticate(request, identity)
    if ('refusal' in entry) return entry.refusal
    const refusal =
      checkScope(request, entry.grant, links.baseUrl) ??
      checkAccept(request) ??
      checkContentType(request) ??
      checkKey(request)
    if (refusal !== undefined) return refusal
    const parsed = parseBody(request)
    if ('refusal' in parsed) return parsed.refusal
    const invalid = validate(request, parsed.body)
    if (invalid !== undefined) return invalid

    const { header, method, operation, path, query, signal, target } = request
    const call: Call = { ...world, operation, path, query, header, body: parsed.body, target, signal }
    const run = async (): Promise<Reply> => handle(call, handlers)
    const key = keyOf(request)
    const reply =
      key === undefined
        ? await run()
        : await keys.answer({ account: entry.grant.account, key, method, target, bytes: request.bytes }, run)
    return world.faults.active().reduce((changed, fault) => fault.reply?.(call, changed) ?? changed, reply)
  }

  return { keys, answer: (incoming) => answer(incoming).catch(() => problem('api-error')) }
}

async function handle(call: Call, handlers: Handlers): Promise<Reply> {
  const handler = handlerOf(call.operation, handlers)
  try {
    return await handler(call)
  } catch (error) {
    if (error instanceof Refusal) return error.reply
    throw error
  }
}

function handlerOf({ operationId }: Operation, handlers: Handlers) {
  return Object.hasOwn(handlers, operationId) ? (handlers[operationId] ?? contractAnswer) : contractAnswer
}
