import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { Example, Operation } from '../../../../spec/model.ts'
import { loadContract } from '../../../../spec/load.ts'
import { openSandbox } from '../../../support/sandbox.ts'
import { complaints } from '../../../support/sandbox-money.ts'

const TAGS = [
  'Payments',
  'Refunds',
  'Signatures',
  'Bank transfer payments',
  'Bank transfer refunds',
  'Bank accounts',
  'Cards',
  'Currency conversion',
  'Secure tokens',
  'Single use tokens',
  'Hosted Fields',
  'Apple Pay session',
  'Payment plans',
  'Subscriptions',
  'Payment links',
  'Merchant platforms',
  'Processing accounts',
  'Contacts',
  'Pricing intents',
  'Processing terminals',
  'Terminal orders',
  'Funding recipients',
  'Funding accounts',
  'Funding instructions',
  'Funding activity',
  'Owners',
  'Event Subscriptions',
]

/** Examples that cannot be accepted, and what is refused of them. */
const REFUSED: Readonly<Record<string, string>> = {
  // Says null where its schema demands a text.
  'payment applePaySaleRequest': 'paymentMethod.encryptedData',
  // Show the form of every operation on members that no resource has.
  'updatePaymentLink patchOperations': 'a.b.c',
  'updatePaymentPlan patchOperations': 'a.b.c',
  'updateSubscription patchOperations': 'a.b.c',
  'updateSecureToken patchOperations': 'a.b.c',
  'patchPricingIntent patchOperations': 'a.b.c',
  // Changes what the description of the operation calls fixed.
  'updateSubscription patchSubscriptionRealistic': 'frequency',
}

const contract = await loadContract(undefined, { cacheDir: join(tmpdir(), 'payroc-conformance-test-cache') })
const client = await openSandbox()

type Row = readonly [name: string, operation: Operation, example: Example | undefined]

/** The path with the ids of the contract's examples, and the required parameters of the query. */
function pathOf({ path, parameters }: Operation): string {
  const valueOf = (name: string): string => String(parameters.find((one) => one.name === name)?.examples[0]?.value)
  const query = parameters.filter((one) => one.in === 'query' && one.required)
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) => encodeURIComponent(valueOf(name)))
  return `${filled}?${query.map(({ name }) => `${name}=${encodeURIComponent(valueOf(name))}`).join('&')}`
}

const operations = contract.operations.filter(({ tags }) => tags.some((tag) => TAGS.includes(tag)))
const requests = operations.flatMap((operation): readonly Row[] => {
  const examples = operation.requestBody?.content[0]?.examples ?? []
  // Of seven bodies the contract shows nothing but single members.
  if (operation.requestBody !== undefined && examples.length === 0) return []
  if (examples.length === 0) return [[operation.operationId, operation, undefined]]
  return examples.map((example): Row => [`${operation.operationId} ${example.name}`, operation, example])
})

describe('the requests that the contract shows', () => {
  beforeEach(() => client.admin('POST', '/reset'))

  afterAll(() => client.close())

  it.each(requests)('are answered as they are: %s', async (name, operation, example) => {
    const path = pathOf(operation)
    // A subscription that is active cannot be reactivated.
    if (name === 'reactivateSubscription') await client.ask('POST', path.replace('reactivate', 'deactivate'))

    const answer = await client.ask(operation.method.toUpperCase(), path, {
      ...(example !== undefined && { body: example.value }),
    })

    const success = operation.responses.find(({ status }) => status.startsWith('2'))
    const refused = REFUSED[name]
    expect(answer.status).toBe(refused === undefined ? Number(success?.status) : 400)
    if (refused !== undefined) expect(complaints(answer)).toContain(refused)
  })
})
