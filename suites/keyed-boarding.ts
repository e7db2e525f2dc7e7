import type { Answer } from '../run/scenario/answer.ts'
import { documented, type KeyedOperation, type KeyedRequest, prerequisite, remove } from './keyed-operation.ts'
import { withOwnIds } from './own-ids.ts'
import type { PayrocTools } from './payroc-scenario.ts'
import { FUNDING_ACCOUNT, ownerBody, recipientBody } from './recipient.ts'

/** The operations on merchants, pricing, funding and events that take an Idempotency-Key. */
export const KEYED_BOARDING: readonly KeyedOperation[] = [
  {
    operationId: 'createPricingIntent',
    feature: 'boarding',
    id: '/id',
    make: async (tools) => documented(tools, 'createPricingIntent'),
    undo: (tools, answer) => remove(tools, 'deletePricingIntent', { pricingIntentId: answer.text('/id') }),
  },
  {
    operationId: 'patchPricingIntent',
    feature: 'boarding',
    make: async (tools) => {
      const made = await prerequisite(tools, 'createPricingIntent', documented(tools, 'createPricingIntent'))
      const path = { pricingIntentId: made.text('/id') }
      tools.cleanUp('Delete the intent', () => remove(tools, 'deletePricingIntent', path))
      return { path, body: [{ op: 'replace', path: '/base/addressVerification', value: 6 }] }
    },
  },
  {
    operationId: 'createMerchant',
    feature: 'boarding',
    id: '/merchantPlatformId',
    make: async (tools) => merchant(tools),
  },
  {
    operationId: 'createProcessingAccount',
    feature: 'boarding',
    id: '/processingAccountId',
    make: async (tools) => {
      const made = await prerequisite(tools, 'createMerchant', merchant(tools))
      const path = { merchantPlatformId: made.text('/merchantPlatformId') }
      return ownedBy(tools, documented(tools, 'createProcessingAccount', { path }))
    },
  },
  {
    operationId: 'createReminder',
    feature: 'boarding',
    id: '/reminderId',
    make: async (tools) => documented(tools, 'createReminder'),
  },
  {
    operationId: 'createTerminalOrder',
    feature: 'boarding',
    id: '/terminalOrderId',
    make: async (tools) => documented(tools, 'createTerminalOrder'),
  },
  {
    operationId: 'createFundingRecipient',
    feature: 'funding',
    id: '/recipientId',
    make: async (tools) => ({ path: {}, body: recipientBody(tools.reference()) }),
    undo: (tools, answer) => remove(tools, 'deleteFundingRecipient', recipientPath(answer)),
  },
  {
    operationId: 'createFundRecipientFundingAccount',
    feature: 'funding',
    id: '/fundingAccountId',
    make: async (tools) => ({ path: await recipient(tools), body: FUNDING_ACCOUNT }),
  },
  {
    operationId: 'createFundRecipientOwner',
    feature: 'funding',
    id: '/ownerId',
    make: async (tools) => ({ path: await recipient(tools), body: ownerBody(false) }),
  },
  {
    operationId: 'createInstruction',
    feature: 'funding',
    id: '/instructionId',
    make: async (tools) => documented(tools, 'createInstruction'),
    undo: (tools, answer) =>
      remove(tools, 'deleteInstructions', { instructionId: Number(answer.text('/instructionId')) }),
  },
  {
    operationId: 'createEventSubscription',
    feature: 'events',
    id: '/id',
    make: async (tools) => eventSubscription(tools),
    undo: (tools, answer) => remove(tools, 'deleteEventSubscription', eventPath(answer)),
  },
  {
    operationId: 'patchEventSubscription',
    feature: 'events',
    make: async (tools) => {
      const made = await prerequisite(tools, 'createEventSubscription', eventSubscription(tools))
      tools.cleanUp('Delete the subscription', () => remove(tools, 'deleteEventSubscription', eventPath(made)))
      return { path: eventPath(made), body: [{ op: 'replace', path: '/enabled', value: false }] }
    },
  },
]

function merchant(tools: PayrocTools): KeyedRequest {
  return ownedBy(tools, documented(tools, 'createMerchant'))
}

function ownedBy(tools: PayrocTools, request: KeyedRequest): KeyedRequest {
  return request.body === undefined ? request : { ...request, body: withOwnIds(tools, request.body) }
}

async function recipient(tools: PayrocTools): Promise<KeyedRequest['path']> {
  const made = await prerequisite(tools, 'createFundingRecipient', {
    path: {},
    body: recipientBody(tools.reference()),
  })
  tools.cleanUp('Delete the recipient', () => remove(tools, 'deleteFundingRecipient', recipientPath(made)))
  return recipientPath(made)
}

function recipientPath(made: Answer): KeyedRequest['path'] {
  return { recipientId: Number(made.text('/recipientId')) }
}

function eventSubscription(tools: PayrocTools): KeyedRequest {
  return documented(tools, 'createEventSubscription', { body: { metadata: { reference: tools.reference() } } })
}

function eventPath(made: Answer): KeyedRequest['path'] {
  return { subscriptionId: Number(made.text('/id')) }
}
