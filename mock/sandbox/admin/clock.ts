import { isJsonObject } from '../../../core/json.ts'
import { type AdminHandler, expected } from './admin-call.ts'

const UNITS: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
}

/** `POST /clock { "days": 8 }`: moves the sandbox's time forwards; what is due by then happens. */
export const moveClock: AdminHandler = ({ world, body }) => {
  const parts = Object.entries(isJsonObject(body) ? body : {})
  const isRight = parts.every(([unit, n]) => Object.hasOwn(UNITS, unit) && typeof n === 'number' && n >= 0)
  if (!isRight || parts.length === 0)
    return expected(`an object with ${Object.keys(UNITS).join(', ')}, such as { "days": 8 }`)
  world.clock.advance(parts.reduce((sum, [unit, n]) => sum + Number(n) * (UNITS[unit] ?? 0), 0))
  return { status: 200, body: { now: world.clock.iso(), movedMs: world.clock.moved() } }
}

/** `GET /clock` */
export const readClock: AdminHandler = ({ world }) => ({
  status: 200,
  body: { now: world.clock.iso(), movedMs: world.clock.moved() },
})
