import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import { valueAt } from '../../../core/json-pointer.ts'
import type { Call, Handlers } from '../call.ts'
import {
  createdIntentLost,
  deletedIntentReadable,
  intentListOmitsPending,
  intentPatchLost,
  intentPutLost,
  intentFeeFromClient,
} from '../faults/boarding.ts'
import { patched } from '../json-patch.ts'
import { objectAt, picked } from '../members.ts'
import { pageOf } from '../pagination.ts'
import { currentIntent, withFees } from '../pricing.ts'
import { refuseUnknown } from '../problem.ts'
import { describedPatch, describedRequest } from '../resource-shape.ts'
import { PRICING_INTENTS, type PricingIntentRecord } from '../state/pricing-intents.ts'

/** What only Payroc sets. */
const FIXED = ['/id', '/createdDate', '/lastUpdatedDate', '/status']

function intentOf(call: Call): PricingIntentRecord {
  const record = call.state.of(PRICING_INTENTS).get(String(call.path.pricingIntentId))
  return record === undefined ? refuseUnknown(call, 'pricing intent', 'pricingIntentId') : record
}

/** A patch that replaces what is not there yet adds it, as the contract's own example wants it to. */
function additions(body: Json | undefined, shown: JsonObject): Json | undefined {
  if (!Array.isArray(body)) return body
  return body.map((entry: Json) => {
    const isReplaced = isJsonObject(entry) && entry.op === 'replace' && typeof entry.path === 'string'
    return isReplaced && valueAt(shown, String(entry.path)) === undefined ? { ...entry, op: 'add' } : entry
  })
}

/** Payroc documents that what is changed of an intent does not change merchants who were boarded with it. */
function saved(call: Call, record: PricingIntentRecord, shown: JsonObject): JsonObject {
  const changed = { ...record, shown: { ...withFees(shown), lastUpdatedDate: call.clock.iso() } }
  call.state.of(PRICING_INTENTS).set(record.id, changed)
  return currentIntent(call, changed)
}

/** The fee that only Payroc sets, as a client sent it. */
function withSentFee(shown: JsonObject, body: Json | undefined): JsonObject {
  const sent = picked(objectAt(objectAt(body, 'base'), 'platinumSecurity'), ['amount'])
  const base = objectAt(shown, 'base')
  if (base.platinumSecurity === undefined) return shown
  return { ...shown, base: { ...base, platinumSecurity: { ...objectAt(base, 'platinumSecurity'), ...sent } } }
}

export const handlers: Handlers = {
  createPricingIntent(call) {
    const id = call.ids.digits('pricing-intent', 8)
    const now = call.clock.iso()
    const shown = withFees({ id, createdDate: now, lastUpdatedDate: now, ...describedRequest(call) })
    const record: PricingIntentRecord = {
      id,
      createdAt: call.clock.now(),
      shown: call.faults.isOn(intentFeeFromClient) ? withSentFee(shown, call.body) : shown,
    }
    if (!call.faults.isOn(createdIntentLost)) call.state.of(PRICING_INTENTS).set(id, record)
    return {
      status: 201,
      headers: { location: call.links.href(`/pricing-intents/${id}`) },
      body: currentIntent(call, record),
    }
  },
  listPricingIntents(call) {
    const all = call.state.of(PRICING_INTENTS).values()
    const listed = call.faults.isOn(intentListOmitsPending)
      ? all.filter((record) => currentIntent(call, record).status !== 'pendingReview')
      : all
    const page = pageOf(
      call,
      listed,
      ({ id }) => id,
      (record) => currentIntent(call, record),
    )
    return { status: 200, body: page }
  },
  getPricingIntent: (call) => ({ status: 200, body: currentIntent(call, intentOf(call)) }),
  updatePricingIntent(call) {
    const record = intentOf(call)
    const kept = picked(record.shown, ['id', 'createdDate'])
    if (!call.faults.isOn(intentPutLost)) saved(call, record, { ...kept, ...describedRequest(call) })
    return { status: 204 }
  },
  patchPricingIntent(call) {
    const record = intentOf(call)
    const current = currentIntent(call, record)
    const changed = describedPatch(call, patched(current, additions(call.body, current), { fixed: FIXED }))
    const { status: _, ...shown } = changed
    if (call.faults.isOn(intentPatchLost)) return { status: 200, body: changed }
    return { status: 200, body: saved(call, record, shown) }
  },
  /** Payroc documents that this is final. */
  deletePricingIntent(call) {
    const { id } = intentOf(call)
    if (!call.faults.isOn(deletedIntentReadable)) call.state.of(PRICING_INTENTS).delete(id)
    return { status: 204 }
  },
}
