import type { Json } from '../../../core/json.ts'
import type { Reply } from '../call.ts'
import type { IdempotencyStore } from '../idempotency.ts'
import type { Identity } from '../identity.ts'
import type { Traffic } from '../traffic.ts'
import type { World } from '../world.ts'

/** What the administration of a sandbox can reach. */
export interface Administered {
  readonly world: World
  readonly identity: Identity
  readonly keys: IdempotencyStore
  readonly traffic: Traffic
}

/** A request to the administration: what follows its place in the path, and the parsed body. */
export interface AdminCall extends Administered {
  readonly name: string | undefined
  readonly body: Json | undefined
}

/** Answers one administrative request. */
export type AdminHandler = (call: AdminCall) => Reply

/** Refuses an administrative request with one sentence of what was expected. */
export function expected(what: string): Reply {
  return { status: 400, body: { error: `expected ${what}` } }
}
