import { expect, it } from 'vitest'
import { withoutCardNumbers } from '../../../../run/scenario/evidence.ts'

it('strikes out card numbers wherever they stand, and leaves the last four digits', () => {
  const evidence = { card: '4539858876047062', list: [4539858876047062, 'card 4539 8588 7604 7062.'], ok: null }

  expect(withoutCardNumbers(evidence)).toEqual({
    card: '************7062',
    list: ['************7062', 'card **** **** **** 7062.'],
    ok: null,
  })
})

it('leaves ids, amounts, keys and times as they are', () => {
  const evidence = {
    paymentId: 'DD6ZDQU7L2',
    amount: 4541,
    key: '8e03978e-40d5-43e8-bc93-6894a57f9324',
    at: '2026-07-02T10:11:12.123Z',
    approved: true,
  }

  expect(withoutCardNumbers(evidence)).toEqual(evidence)
})
