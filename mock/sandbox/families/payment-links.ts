import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Call, Handlers } from '../call.ts'
import { deactivatedLinkShared, linkAlreadyDeactivated, linkPatchLost } from '../faults/payment-link.ts'
import { filterBy } from '../filter.ts'
import { patched } from '../json-patch.ts'
import { bodyOf, objectAt, objectsAt, picked } from '../members.ts'
import { pageOf } from '../pagination.ts'
import { currentLink, newAssets } from '../payment-link.ts'
import { refuseUnknown, refuseValue } from '../problem.ts'
import { refuseUndescribed } from '../resource-shape.ts'
import { refuseState } from '../state-conflict.ts'
import { PAYMENT_LINKS, type PaymentLinkRecord } from '../state/payment-links.ts'

/** Payroc documents what can be changed of a link that is used many times, and of one that is used once. */
const CHANGEABLE: Readonly<Record<string, readonly string[]>> = {
  multiUse: ['/expiresOn', '/customLabels', '/credentialOnFile'],
  singleUse: [
    '/expiresOn',
    '/customLabels',
    '/credentialOnFile',
    '/authType',
    '/order/description',
    '/order/charge/amount',
    '/order/charge/currency',
  ],
}

/** Shares of one link that are remembered. */
const MOST_SHARES = 200

function linkOf(call: Call): PaymentLinkRecord {
  const record = call.state.of(PAYMENT_LINKS).get(String(call.path.paymentLinkId))
  return record === undefined ? refuseUnknown(call, 'payment link', 'paymentLinkId') : currentLink(call, record)
}

function saved(call: Call, record: PaymentLinkRecord): PaymentLinkRecord {
  call.state.of(PAYMENT_LINKS).set(record.paymentLinkId, record)
  return currentLink(call, record)
}

function isFinal({ shown }: PaymentLinkRecord): boolean {
  return shown.status === 'completed' || shown.status === 'deactivated'
}

function passes({ query, path }: Call, { shown, shares, processingTerminalId }: PaymentLinkRecord): boolean {
  const filter = filterBy(query)
  const recipients = shares.flatMap((share) => objectsAt(share, 'recipients'))
  return (
    processingTerminalId === path.processingTerminalId &&
    filter.is('merchantReference', shown.merchantReference) &&
    filter.is('linkType', shown.type) &&
    filter.is('chargeType', objectAt(objectAt(shown, 'order'), 'charge').type) &&
    filter.is('status', shown.status) &&
    filter.isAnyOf('recipientName', valuesOf(recipients, 'name')) &&
    filter.isAnyOf('recipientEmail', valuesOf(recipients, 'email')) &&
    filter.is('createdOn', shown.createdOn) &&
    filter.is('expiresOn', shown.expiresOn)
  )
}

function valuesOf(objects: readonly JsonObject[], name: string): readonly (Json | undefined)[] {
  return objects.map((object) => object[name])
}

/** A change of what is not there yet adds it: links leave out what was never set. */
function additions(body: Json | undefined, shown: JsonObject): Json | undefined {
  if (!Array.isArray(body)) return body
  return body.map((entry: Json) => {
    if (!isJsonObject(entry) || entry.op !== 'replace' || typeof entry.path !== 'string') return entry
    const isAbsent = /^\/[^/]+$/.test(entry.path) && shown[entry.path.slice(1)] === undefined
    return isAbsent ? { ...entry, op: 'add' } : entry
  })
}

export const handlers: Handlers = {
  createPaymentLink(call) {
    const request = bodyOf(call)
    const methods = Array.isArray(request.paymentMethods) ? request.paymentMethods : []
    if (request.authType === 'preAuthorization' && methods.includes('bankTransfer')) {
      refuseValue('paymentMethods', 'Only a card can be pre-authorized')
    }
    const paymentLinkId = call.ids.code('payment-link')
    const processingTerminalId = String(call.path.processingTerminalId)
    const order = objectAt(request, 'order')
    const record = saved(call, {
      paymentLinkId,
      processingTerminalId,
      shares: [],
      shown: {
        ...picked(request, ['type']),
        paymentLinkId,
        ...picked(request, ['merchantReference']),
        order: {
          ...picked(order, request.type === 'singleUse' ? ['orderId', 'description'] : ['description']),
          charge: picked(order.charge, ['type', 'amount', 'currency']),
        },
        ...picked(request, ['authType', 'paymentMethods', 'customLabels']),
        assets: newAssets(call, request),
        status: 'active',
        createdOn: call.clock.iso().slice(0, 10),
        ...picked(request, ['expiresOn', 'credentialOnFile']),
      },
    })
    return {
      status: 201,
      headers: { location: call.links.href(`/payment-links/${paymentLinkId}`) },
      body: record.shown,
    }
  },
  listPaymentLinks(call) {
    const all = call.state
      .of(PAYMENT_LINKS)
      .values()
      .map((record) => currentLink(call, record))
      .filter((record) => passes(call, record))
    const page = pageOf(
      call,
      all,
      ({ paymentLinkId }) => paymentLinkId,
      ({ shown }) => shown,
    )
    return { status: 200, body: page }
  },
  retrievePaymentLink: (call) => ({ status: 200, body: linkOf(call).shown }),
  /** Payroc documents: the URL of a single-use link is made anew, and a later day revives a link that has expired. */
  updatePaymentLink(call) {
    const record = linkOf(call)
    if (isFinal(record)) refuseState(call, 'A link that is completed or deactivated cannot be changed')
    const { type } = record.shown
    const only = CHANGEABLE[String(type)] ?? []
    const changed = patched(record.shown, additions(call.body, record.shown), { fixed: [], only })
    refuseUndescribed(call, changed)
    const shown = {
      ...changed,
      status: 'active',
      ...(type === 'singleUse' && { assets: newAssets(call, changed) }),
    }
    if (call.faults.isOn(linkPatchLost)) return { status: 200, body: currentLink(call, { ...record, shown }).shown }
    return { status: 200, body: saved(call, { ...record, shown }).shown }
  },
  deactivatePaymentLink(call) {
    const record = linkOf(call)
    const isAgain = record.shown.status === 'deactivated' && call.faults.isOn(linkAlreadyDeactivated)
    if (isFinal(record) && !isAgain) refuseState(call, 'The link is completed or deactivated')
    return { status: 200, body: saved(call, { ...record, shown: { ...record.shown, status: 'deactivated' } }).shown }
  },
  sharePaymentLink(call) {
    const record = linkOf(call)
    if (record.shown.status !== 'active' && !call.faults.isOn(deactivatedLinkShared)) {
      refuseState(call, 'Only an active link can be shared')
    }
    // The contract lets the body be left out; there is nobody to share with then.
    if (call.body === undefined) refuseValue('recipients', 'A link is shared with at least one recipient')
    const share = {
      ...picked(call.body, ['sharingMethod']),
      sharingEventId: call.ids.code('sharing-event'),
      dateTime: call.clock.iso(),
      ...picked(call.body, ['message']),
      recipients: objectsAt(call.body, 'recipients').map((recipient) => picked(recipient, ['name', 'email'])),
    }
    saved(call, { ...record, shares: [...record.shares.slice(1 - MOST_SHARES), share] })
    return { status: 201, body: share }
  },
  listPaymentLinkShareEvents(call) {
    const filter = filterBy(call.query)
    const shares = linkOf(call).shares.filter((share) => {
      const recipients = objectsAt(share, 'recipients')
      return (
        filter.isAnyOf('recipientName', valuesOf(recipients, 'name')) &&
        filter.isAnyOf('recipientEmail', valuesOf(recipients, 'email'))
      )
    })
    const page = pageOf(
      call,
      shares,
      (share) => String(share.sharingEventId),
      (share) => share,
    )
    return { status: 200, body: page }
  },
}
