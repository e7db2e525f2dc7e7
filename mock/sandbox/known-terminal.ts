import type { Call, Handler, Handlers } from './call.ts'
import { bodyOf } from './members.ts'
import { refuseUnknown, refuseValue } from './problem.ts'
import { TERMINALS } from './state/terminals.ts'

/** Handlers that do nothing for a terminal that does not exist, whether the path names it or the body. */
export function onKnownTerminals(handlers: Handlers): Handlers {
  const guarded = (handler: Handler): Handler => {
    return (call) => {
      refuseUnknownTerminal(call)
      return handler(call)
    }
  }
  return Object.fromEntries(Object.entries(handlers).map(([id, handler]) => [id, guarded(handler)]))
}

function refuseUnknownTerminal(call: Call): void {
  const parameter = 'processingTerminalId'
  const inPath = call.path[parameter]
  if (inPath !== undefined && !isKnown(call, inPath)) refuseUnknown(call, 'processing terminal', parameter)
  const inBody = bodyOf(call)[parameter]
  if (typeof inBody === 'string' && !isKnown(call, inBody)) {
    refuseValue(parameter, 'There is no such processing terminal')
  }
}

function isKnown({ state, options }: Call, id: string): boolean {
  return state.of(TERMINALS).has(id) || options.terminals.includes(id)
}
