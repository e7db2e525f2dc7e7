import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted } from '../run/scenario/expectation.ts'
import { attempted, permitted } from './creation.ts'
import { documented, remove } from './keyed-operation.ts'
import { withOwnIds } from './own-ids.ts'
import type { PayrocTools } from './payroc-scenario.ts'
import { FUNDING_ACCOUNT } from './recipient.ts'

/** Where Payroc documents how merchants are boarded. */
export const BOARDING = 'Payroc: board a merchant'

/** Whether an owner is the control prong, and whether an authorized signatory. */
export interface Owner {
  readonly isControlProng: boolean
  readonly isAuthorizedSignatory: boolean
}

export const CONTROL_PRONG: Owner = { isControlProng: true, isAuthorizedSignatory: false }
export const SIGNATORY: Owner = { isControlProng: false, isAuthorizedSignatory: true }

export interface MerchantRequest {
  readonly intent: Answer
  /** The control prong alone where absent. */
  readonly owners?: readonly Owner[]
  readonly signature?: 'requestedViaDirectLink' | 'requestedViaEmail'
  /** Trading name, by which what was boarded is known again; a new one where absent. */
  readonly name?: string
}

/** Proposes fees that merchants can be boarded with; the proposal is taken back at the end. */
export async function pricingIntent(tools: PayrocTools, more: JsonObject = {}): Promise<Answer> {
  const { body = {} } = documented(tools, 'createPricingIntent', { body: { key: tools.reference(), ...more } })
  const made = await tools.step('Create a pricing intent', () =>
    permitted(tools, 'createPricingIntent', { body, expect: accepted(201) }),
  )
  tools.evidence('pricingIntentId', made.text('/id'))
  tools.cleanUp('Delete the pricing intent', () => remove(tools, 'deletePricingIntent', intentPath(made)))
  return made
}

export function intentPath(made: Answer): { readonly pricingIntentId: string } {
  return { pricingIntentId: made.text('/id') }
}

/** A merchant with one processing account, and with ids of its own. */
export function merchantBody(tools: PayrocTools, request: MerchantRequest): JsonObject {
  const shown = objectOf(documented(tools, 'createMerchant').body)
  const { metadata: _, ...rest } = shown
  const name = request.name ?? tools.reference()
  const [account] = Array.isArray(shown.processingAccounts) ? shown.processingAccounts : []
  const body = {
    ...rest,
    business: { ...objectOf(shown.business), name: `Example Corp ${name}` },
    processingAccounts: [accountOf(objectOf(account), { ...request, name })],
  }
  return objectOf(withOwnIds(tools, body))
}

/** A processing account for a merchant who is boarded already. */
export function accountBody(tools: PayrocTools, request: MerchantRequest): JsonObject {
  const shown = objectOf(documented(tools, 'createProcessingAccount').body)
  const name = request.name ?? tools.reference()
  return objectOf(withOwnIds(tools, accountOf(shown, { ...request, name })))
}

function accountOf(
  shown: JsonObject,
  { intent, owners = [CONTROL_PRONG], signature = 'requestedViaDirectLink', name }: MerchantRequest & { name: string },
): JsonObject {
  const [owner] = Array.isArray(shown.owners) ? shown.owners : []
  return {
    ...shown,
    doingBusinessAs: `Pizza ${name}`,
    owners: owners.map(({ isControlProng, isAuthorizedSignatory }, i) => ({
      ...objectOf(owner),
      firstName: ['Jane', 'Fred', 'Ann'][i] ?? 'Jane',
      relationship: { equityPercentage: 30, title: 'CFO', isControlProng, isAuthorizedSignatory },
    })),
    funding: { ...objectOf(shown.funding), fundingAccounts: [{ ...FUNDING_ACCOUNT, use: 'creditAndDebit' }] },
    pricing: { type: 'intent', pricingIntentId: intent.text('/id') },
    signature: { type: signature },
  }
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

/** A merchant who was boarded, and the one processing account. */
export interface Merchant {
  /** What was asked for. */
  readonly sent: JsonObject
  readonly answer: Answer
  readonly platform: { readonly merchantPlatformId: string }
  readonly account: { readonly processingAccountId: string }
}

/** Boards a merchant. Nobody can take that back, so nothing is cleaned up. */
export async function board(tools: PayrocTools, request: Omit<MerchantRequest, 'name'>): Promise<Merchant> {
  let sent: JsonObject = {}
  const answer = await tools.step('Board a merchant', () =>
    attempted(tools, 'createMerchant', 201, {
      request: () => ({ body: (sent = merchantBody(tools, request)) }),
      excuse: (refusal) => waitsForReview(tools, request.intent, refusal),
    }),
  )
  return merchantOf(tools, answer, sent)
}

/** Creates a pricing intent and boards a merchant with it. */
export async function boardWithIntent(
  tools: PayrocTools,
  request: Omit<MerchantRequest, 'intent' | 'name'> = {},
): Promise<Merchant> {
  return board(tools, { ...request, intent: await pricingIntent(tools) })
}

/** The merchant of an answer; where the account could not be made, which Payroc documents, the story is left. */
export function merchantOf(tools: PayrocTools, answer: Answer, sent: JsonObject): Merchant {
  const merchantPlatformId = answer.text('/merchantPlatformId')
  const processingAccountId = answer.text('/processingAccounts/0/processingAccountId')
  tools.evidence('merchantPlatformId', merchantPlatformId)
  if (answer.at('/processingAccounts/0/status') === 'failed') {
    tools.skip('the merchant was boarded, but the processing account could not be made')
  }
  if (processingAccountId === '') tools.skip('a new merchant has no processing account before it is approved')
  tools.evidence('processingAccountId', processingAccountId)
  return { sent, answer, platform: { merchantPlatformId }, account: { processingAccountId } }
}

/** Payroc documents that an intent is used when it is active, and in its own tests uses one that was just made. */
export async function waitsForReview(
  tools: PayrocTools,
  intent: Answer,
  { status, body }: Answer,
): Promise<string | undefined> {
  if (status !== 400 || !/pricing/i.test(JSON.stringify(body ?? ''))) return undefined
  const read = await readIntent(tools, intent)
  return read.at('/status') === 'pendingReview'
    ? 'a new pricing intent cannot be used before it was reviewed'
    : undefined
}

/** Reads an intent that was created. */
export async function readIntent(tools: PayrocTools, made: Answer): Promise<Answer> {
  return tools.api('getPricingIntent', {
    path: intentPath(made),
    expect: { ...accepted(200), promise: createdResourceIsReadable },
  })
}
