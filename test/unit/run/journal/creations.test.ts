import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { creationsOf } from '../../../../run/journal/creations.ts'
import { loadContract } from '../../../../spec/load.ts'
import { poolTable } from '../../../../spec/pools/pool-table.ts'

it('finds in the packaged document what makes something and what takes it back', async () => {
  const contract = await loadContract(undefined, { cacheDir: join(tmpdir(), 'payroc-conformance-test-cache') })

  const creations = creationsOf(contract, poolTable(contract))

  const undone = Object.fromEntries([...creations].map(([id, { undo }]) => [id, undo?.operationId]))
  expect(undone).toEqual({
    bankTransferPayment: 'reverseBankTransferPayment',
    bankTransferUnreferencedRefund: 'reverseBankTransferRefund',
    createEventSubscription: 'deleteEventSubscription',
    createFundingRecipient: 'deleteFundingRecipient',
    createFundRecipientFundingAccount: 'deleteFundingAccount',
    createFundRecipientOwner: 'deleteOwner',
    createInstruction: 'deleteInstructions',
    createMerchant: undefined,
    createPaymentLink: 'deactivatePaymentLink',
    createPaymentPlan: 'deletePaymentPlan',
    createPricingIntent: 'deletePricingIntent',
    createProcessingAccount: undefined,
    createReminder: undefined,
    createSecureToken: 'deleteSecureToken',
    createSession: undefined,
    createSingleUseToken: undefined,
    createSubscription: 'deactivateSubscription',
    createTerminalOrder: undefined,
    payment: 'reversePayment',
    paySubscription: undefined,
    sendPaymentInstruction: 'deletePaymentInstruction',
    sendRefundInstruction: 'deleteRefundInstruction',
    sendSignatureInstruction: 'deleteSignatureInstruction',
    sharePaymentLink: undefined,
    unreferencedRefund: 'reverseRefund',
  })
  expect(creations.get('createSession')?.family).toBeUndefined()
})
