import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import { EVENT_TYPES, type EventType, emitEvent } from '../event.ts'
import { EVENT_DELIVERIES } from '../state/event-deliveries.ts'
import { type AdminHandler, expected } from './admin-call.ts'

/** What an event says where nothing else is asked for: resources that the contract's examples name. */
const USUAL_DATA: Readonly<Record<EventType, JsonObject>> = {
  'processingAccount.status.changed': { processingAccountId: '38765', status: 'approved' },
  'processingAccount.riskStatus.changed': { processingAccountId: '38765', riskStatus: 'released' },
  'processingAccount.signature.signed': { processingAccountId: '38765' },
  'terminalOrder.status.changed': { terminalOrderId: '12345', status: 'dispatched' },
}

/** `POST /events { "type": "terminalOrder.status.changed", "data": {…} }`: has an event happen. */
export const makeEvent: AdminHandler = ({ world, body }) => {
  const { type, data } = isJsonObject(body) ? body : {}
  const known = EVENT_TYPES.find((one) => one === type)
  if (known === undefined) return expected(`a type: one of ${EVENT_TYPES.join(', ')}`)
  return { status: 202, body: { ...emitEvent(world, known, isJsonObject(data) ? data : USUAL_DATA[known]) } }
}

/** `GET /events`: to whom events were sent, and what came of it. */
export const listEvents: AdminHandler = ({ world }) => ({
  status: 200,
  body: world.state.of(EVENT_DELIVERIES).values(),
})
