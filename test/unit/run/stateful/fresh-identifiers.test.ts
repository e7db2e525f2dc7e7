import { describe, expect, it } from 'vitest'
import { freshIdentifiers } from '../../../../run/stateful/fresh-identifiers.ts'

const BODY = {
  name: 'Pizza 12345',
  business: { taxId: '12-3456789', organizationType: 'llc', postalCode: '60056' },
  owners: [{ identifiers: [{ type: 'nationalId', value: '123-45-6789' }], terminalId: '1234001' }],
  routingNumber: '123456789',
  locale: { id: '12' },
}

describe('identifiers of a body', () => {
  it('are those that a server may have once, and no other text', () => {
    const found = freshIdentifiers(BODY, 7, (pointer) => pointer === '/owners/0/terminalId')

    expect(found.map(({ pointer }) => pointer)).toEqual(['/business/taxId', '/owners/0/identifiers/0/value'])
  })

  it('are other ones of the same form, the same for the same seed', () => {
    const [tax, national] = freshIdentifiers(BODY, 7, () => false)

    expect(tax?.value).toMatch(/^[1-9]\d-\d{7}$/)
    expect(national?.value).toMatch(/^[1-9]\d{2}-\d{2}-\d{4}$/)
    expect(tax?.value).not.toBe(BODY.business.taxId)
    expect(freshIdentifiers(BODY, 7, () => false)).toEqual(freshIdentifiers(BODY, 7, () => false))
    expect(freshIdentifiers(BODY, 8, () => false)[0]?.value).not.toBe(tax?.value)
  })
})
