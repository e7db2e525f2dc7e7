import { isJsonObject } from '../../../core/json.ts'
import { returnBankPayment } from '../bank-transfer.ts'
import { shownPayment } from '../payment.ts'
import { payLink } from '../payment-link.ts'
import { closeBatch } from '../settlement.ts'
import { type AdminHandler, expected } from './admin-call.ts'

/** `POST /batch`: closes the open batch, so that what is in it is settled. */
export const closeOpenBatch: AdminHandler = ({ world }) => ({ status: 200, body: { settled: closeBatch(world) } })

/** `POST /returns/{paymentId}`: the customer's bank sends back a bank transfer payment that was settled. */
export const returnTransfer: AdminHandler = ({ world, name, body }) => {
  const { returnCode, returnReason } = isJsonObject(body) ? body : {}
  const made = returnBankPayment(world, name ?? '', {
    ...(typeof returnCode === 'string' && { returnCode }),
    ...(typeof returnReason === 'string' && { returnReason }),
  })
  return made === undefined
    ? expected('the paymentId of a settled bank transfer payment in the path')
    : { status: 200, body: { ...made } }
}

/** `POST /payment-links/{paymentLinkId} { "amount": 1000 }`: a customer pays an active link with a test card. */
export const payPaymentLink: AdminHandler = ({ world, name, body }) => {
  const { amount } = isJsonObject(body) ? body : {}
  if (amount !== undefined && !Number.isSafeInteger(amount)) return expected('an amount in the lowest denomination')
  const payment = payLink(world, name ?? '', typeof amount === 'number' ? amount : undefined)
  return payment === undefined
    ? expected('the paymentLinkId of an active link in the path')
    : { status: 200, body: shownPayment(world, payment) }
}
