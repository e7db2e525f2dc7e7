import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../../transport/redact.ts'

const PAN = '4242424242424242'
const JSON_TYPE = [['content-type', 'application/json']] as const

describe('numbers that have the checksum of a card', () => {
  const redactor = createRedactor()
  const request = (body: string) =>
    redactor.request({ url: 'http://h/', headers: [...JSON_TYPE], body, pathValues: [] })

  it.each([`{"amount":${PAN}}`, `{"order":{"authorizedAmount":${PAN}}}`, `[{"convenienceFee":${PAN}}]`])(
    'are money in %s',
    (body) => {
      const { body: recorded, redactions } = request(body)

      expect([recorded, redactions]).toEqual([body, []])
    },
  )

  it('stay numbers where they may be of a card', () => {
    const { body, redactions } = request(`{"reference":${PAN}}`)

    expect([body, redactions.length]).toEqual(['{"reference":1000000000000000}', 1])
  })

  it('are masked as money, too, where the text of it is known to be a card', () => {
    const known = createRedactor({ secrets: [{ kind: 'card-number', value: PAN }] })

    expect(known.request({ url: 'http://h/', headers: [...JSON_TYPE], body: `{"amount":${PAN}}` }).body).toBe(
      '{"amount":1000000000000000}',
    )
  })

  it('are no card of the request that the answer gives away, unless they were sent as one', () => {
    const echo = (sent: string) => {
      const { secrets } = request(sent)
      return redactor.response({ headers: [...JSON_TYPE], body: `{"seen":"${PAN}"}` }, secrets)
    }

    expect(echo(`{"reference":"${PAN}"}`)).toMatchObject({ body: '{"seen":"0000000000000000"}', echoed: [] })
    expect(echo(`{"cardNumber":"${PAN}"}`)).toMatchObject({
      body: '{"seen":"0000000000000000"}',
      echoed: ['card-number'],
    })
  })
})
