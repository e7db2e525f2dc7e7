import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../../transport/redact.ts'

const PAN = '4242424242424242'

describe('in a URL and what is encoded like one', () => {
  it('a path parameter is replaced by its name, and recognised where it is repeated', () => {
    const redactor = createRedactor()
    const redacted = redactor.request({
      url: 'http://h/accounts/990417736182/orders/17',
      headers: [],
      body: undefined,
      pathValues: [
        ['accountNumber', '990417736182'],
        ['orderId', '17'],
      ],
    })

    const answer = redactor.response({ headers: [], body: 'no account 990417736182' }, redacted.secrets)

    expect(redacted.url).toBe('http://h/accounts/000000000000/orders/17')
    expect(redacted.redactions).toEqual([{ kind: 'account-number', at: { part: 'url' } }])
    expect([answer.body, answer.echoed]).toEqual(['no account 000000000000', ['account-number']])
  })

  it('numbers are found behind a percent-encoded character', () => {
    const redactor = createRedactor({ secrets: [{ kind: 'account-number', value: '990417736182' }] })
    const text = `card%20${PAN}%20of%20990417736182%2E`

    const { headers } = redactor.response({ headers: [['x-debug', text]], body: undefined }, [])

    expect(headers).toEqual([['x-debug', 'card%200000000000000000%20of%20000000000000%2E']])
  })
})
