import type { JsonObject } from '../../core/json.ts'

/** A terminal that is set up as the contract's example is; that one breaks its own schema in three places. */
export function documentedTerminal(processingTerminalId: string, timezone: string): JsonObject {
  return {
    processingTerminalId,
    status: 'active',
    timezone,
    program: 'Payroc Cloud',
    gateway: { gateway: 'payroc', terminalTemplateId: 'Roc Services_DX8000' },
    batchClosure: { batchCloseType: 'automatic', batchCloseTime: '23:40' },
    applicationSettings: { clerkPrompt: false, invoiceNumberPrompt: true },
    features: {
      tips: {
        enabled: false,
        tipPrompt: false,
        tipAdjust: true,
        suggestedTips: { enabled: true, tipPercentages: ['15', '20'] },
      },
      enhancedProcessing: { enabled: true, transactionDataLevel: 'level2', shippingAddressMode: 'fullAddress' },
      ebt: { enabled: true, ebtType: 'foodStamp', fnsNumber: '1234567' },
      pinDebitCashback: false,
      recurringPayments: true,
      paymentLinks: { enabled: true, logoUrl: 'LogoPayLink', footerNotes: 'FooterNotesPayLink' },
      preAuthorizations: true,
      offlinePayments: true,
    },
    security: { tokenization: true, avsPrompt: true, avsLevel: 'fullAddress', cvvPrompt: true },
    receiptNotifications: { emailReceipt: true, smsReceipt: false },
    taxes: [{ taxRate: 6, taxLabel: 'Sales Tax' }],
    devices: [
      {
        manufacturer: 'Ingenico',
        model: 'Axium Dx4000 Tsys',
        serialNumber: `DX400-${processingTerminalId}`,
        communicationType: 'bluetooth',
      },
    ],
  }
}
