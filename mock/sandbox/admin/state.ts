import type { Json } from '../../../core/json.ts'
import type { AdminHandler } from './admin-call.ts'

/** `GET /state`: how much there is of everything; `GET /state/{collection}`: its records. */
export const readState: AdminHandler = ({ world, keys, traffic, name }) => {
  if (name !== undefined) {
    const records = world.state.saved()[name]
    if (records === undefined) return { status: 404, body: { error: `there is no collection named "${name}"` } }
    // Records are plain JSON data.
    return { status: 200, body: records.map(([, record]) => record) as unknown as Json }
  }
  return {
    status: 200,
    body: {
      now: world.clock.iso(),
      movedMs: world.clock.moved(),
      collections: world.state.sizes(),
      idempotencyKeys: keys.size,
      heldPolls: world.changes.waiting(),
      faults: world.faults.active().map((fault) => fault.name),
      traffic: { ...traffic.rules() },
    },
  }
}

/** `POST /reset`: everything that was created is gone; clock, faults and tokens stay. */
export const reset: AdminHandler = ({ world, keys }) => {
  world.state.reset()
  keys.clear()
  world.changes.close()
  return { status: 204 }
}
