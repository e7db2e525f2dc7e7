import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeaderList, SecretKind } from '../../../core/exchange.ts'
import { MADE_UP_BASIC, MADE_UP_SECRET, UNSIGNED_TOKEN } from '../../../core/made-up-credential.ts'
import { createRedactor, type KnownSecret, type RedactorOptions } from '../../../transport/redact.ts'
import { hasLuhnChecksum } from '../../../transport/redact/card-number.ts'

interface Place {
  readonly text: string
  /** `kind pointer`, in order. */
  readonly found: readonly string[]
}

function redactBody(body: string, contentType: string = 'application/json', options: RedactorOptions = {}): Place {
  const headers: HeaderList = [['content-type', contentType]]
  const redacted = createRedactor(options).request({ url: 'http://h/', headers, body })
  return {
    text: redacted.body ?? '',
    found: redacted.redactions.map(({ kind, at }) => `${kind} ${'pointer' in at ? at.pointer : ''}`),
  }
}

const PAN = '4242424242424242'

describe('a JSON body', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['by name', '{"cardNumber":"4539858876047062"}', '{"cardNumber":"0000000000000000"}', ['card-number /cardNumber']],
    [
      'as a number',
      '{"cvv":123,"pan":4539858876047062}',
      '{"cvv":100,"pan":1000000000000000}',
      ['card-security-code /cvv', 'card-number /pan'],
    ],
    [
      'by a longer name',
      '{"old_password":"Abc-1","newPassword":"d"}',
      '{"old_password":"Xxx-0","newPassword":"x"}',
      ['credential /old_password', 'credential /newPassword'],
    ],
    [
      'in an array',
      '{"passwords":1,"ssn":["123-45-6789"]}',
      '{"passwords":1,"ssn":["000-00-0000"]}',
      ['personal-id /ssn/0'],
    ],
    [
      'as the value of an object',
      '{"iban":{"value":"DE89370400440532013000"}}',
      '{"iban":{"value":"XX00000000000000000000"}}',
      ['account-number /iban/value'],
    ],
    [
      'as the number of a card',
      '{"card":{"number":"1234"},"house":{"number":"12"}}',
      '{"card":{"number":"0000"},"house":{"number":"12"}}',
      ['card-number /card/number'],
    ],
    [
      'by the type beside it',
      '{"ids":[{"type":"nationalId","value":"AB 12"}]}',
      '{"ids":[{"type":"nationalId","value":"XX 00"}]}',
      ['personal-id /ids/0/value'],
    ],
    ['by the type after it', '{"value":"AB 12","type":"taxId"}', '{"value":"XX 00","type":"taxId"}', ['tax-id /value']],
    [
      'in a patch',
      `[{"op":"add","path":"/a/routingNumber","value":"021000021"}]`,
      `[{"op":"add","path":"/a/routingNumber","value":"000000000"}]`,
      ['routing-number /0/value'],
    ],
    [
      'in JSON within a string',
      '{"log":"{\\"cvv\\": \\"123\\"}"}',
      '{"log":"{\\"cvv\\": \\"000\\"}"}',
      ['card-security-code /log'],
    ],
    [
      'as a card number in prose',
      `{"note":"card ${PAN} was used"}`,
      '{"note":"card 0000000000000000 was used"}',
      ['card-number /note'],
    ],
    [
      'as a card number in groups',
      '{"a":"4242 4242 4242 4242","b":"3782-822463-10005"}',
      '{"a":"0000 0000 0000 0000","b":"0000-000000-00000"}',
      ['card-number /a', 'card-number /b'],
    ],
    ['as a card number in a member name', `{"${PAN}":1}`, '{"0000000000000000":1}', ['card-number ']],
    ['written with escapes', '{"cvv":"\\u0031\\u00323"}', '{"cvv":"\\u0030\\u00300"}', ['card-security-code /cvv']],
    ['under a name written with escapes', '{"\\u0063vv":"123"}', '{"\\u0063vv":"000"}', ['card-security-code /cvv']],
    [
      'as a UUID',
      '{"secret":"8e03978e-40d5-43e8-bc93-6894a57f9324"}',
      '{"secret":"00000000-0000-4000-8000-000000000000"}',
      ['credential /secret'],
    ],
    ['beyond ASCII', '{"password":"pä日😀1"}', '{"password":"xжア😀0"}', ['credential /password']],
    ['in a text that is cut', '{"a":[{"taxId":"12-3456', '{"a":[{"taxId":"00-0000', ['tax-id /a/0/taxId']],
    [
      'in a text that is malformed',
      '{"cvv":"123",,"pin":"9876" oops',
      '{"cvv":"000",,"pin":"0000" oops',
      ['card-security-code /cvv', 'credential /pin'],
    ],
  ])('has a secret replaced %s', (_name, body, text, found) => {
    const redacted = redactBody(body)

    expect(redacted).toEqual({ text, found })
    expect(Buffer.byteLength(redacted.text)).toBe(Buffer.byteLength(body))
  })

  it.each([
    [
      'masked values',
      '{"cardNumber":"453985******7062","taxId":"xxxxx6789","secret":"**********oP3456","accountNumber":"****3159"}',
    ],
    [
      'tokens and ids',
      '{"token":"296753123456789012","paymentId":"M2MJOG6O2Y","id":"8e03978e-4242-4242-8242-424242424242"}',
    ],
    [
      'times and amounts',
      '{"at":1700000000000,"us":1700000000000000,"amount":4999,"rate":0.4242424242424242,"day":"2024-07-02T15:30:00Z"}',
    ],
    [
      'names that only look alike',
      '{"cvvResult":"M","taxIdInUse":"1","pinCapability":"7","cardNumberLast4":"4242","panel":"12","secretary":"Jo"}',
    ],
    [
      'words under ambiguous names',
      '{"track":"Blue Train 1","pin":"on the map","cvv":"matched","tin":"metal","accountNumber":"string"}',
    ],
    ['what is no text', '{"password":null,"isSecret":true,"secret":false,"pin":{"x":1},"cvv":[]}'],
    ['numbers without the checksum', '{"a":"4242424242424241","b":5555555555554445}'],
    ['phone numbers', '{"phone":"+44 7911 123456","fax":"(617) 555-0108"}'],
    ['digits of a longer number', '{"a":"424242424242424242424242"}'],
    ['prose about secrets', '{"detail":"password: must have 8 characters. cvv: 3 digits"}'],
  ])('is left alone where it has %s', (_name, body) => {
    expect(redactBody(body)).toEqual({ text: body, found: [] })
  })

  it('has the own fields of the user replaced, too', () => {
    const redacted = redactBody('{"member-no":"A1","memberNo":"B2"}', 'application/json', {
      fields: { memberNo: 'personal-id' },
    })

    expect(redacted.text).toBe('{"member-no":"X0","memberNo":"X0"}')
  })

  it('nested deeper than the stack is searched as text', () => {
    const body = `${'['.repeat(100_000)}{"cvv":"123"}`

    expect(redactBody(body).text.endsWith('{"cvv":"000"}')).toBe(true)
  })
})

describe('a body of another type', () => {
  it.each<[string, string, string, string, readonly string[]]>([
    [
      'a form',
      'application/x-www-form-urlencoded',
      'a=1&card%5Bcvv%5D=123&password=a%20b%26&n=4242+4242+4242+4242',
      'a=1&card%5Bcvv%5D=000&password=x%78x%78&n=0000+0000+0000+0000',
      ['card-security-code /card[cvv]', 'credential /password', 'card-number /n'],
    ],
    [
      'JSON in a form',
      'application/x-www-form-urlencoded',
      'p=%7B%22cvv%22%3A%22123%22%7D',
      'p=%7B%22cvv%22%3A%22000%22%7D',
      ['card-security-code '],
    ],
    [
      'XML',
      'application/xml',
      '<a cvv="123"><ns:cardNumber x="y">42</ns:cardNumber><n>7</n></a>',
      '<a cvv="000"><ns:cardNumber x="y">00</ns:cardNumber><n>7</n></a>',
      ['card-security-code ', 'card-number '],
    ],
    [
      'text',
      'text/plain',
      `card=${PAN}; api_key: k-123456789`,
      'card=0000000000000000; api_key: x-000000000',
      ['card-number ', 'api-key '],
    ],
    ['no known type', '', '{"cvv":"123"}', '{"cvv":"000"}', ['card-security-code /cvv']],
  ])('has secrets replaced in %s', (_name, contentType, body, text, found) => {
    const redacted = redactBody(body, contentType)

    expect({ text: redacted.text, found: redacted.found.toSorted() }).toEqual({ text, found: found.toSorted() })
  })

  it('has secrets replaced in the parts of a multipart body', () => {
    const part = (name: string, content: string): string =>
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`
    const body = `${part('cvv', '123')}${part('card', '{"iban":"DE89"}')}${part('note', PAN)}--b--\r\n`

    const redacted = redactBody(body, 'multipart/form-data; boundary=b')

    expect(redacted.text).toBe(
      `${part('cvv', '000')}${part('card', '{"iban":"XX00"}')}${part('note', '0000000000000000')}--b--\r\n`,
    )
    expect(redacted.found).toEqual(['card-security-code /cvv', 'account-number /card/iban', 'card-number '])
  })
})

describe('headers and URL', () => {
  it.each<[string, string, string, SecretKind]>([
    ['Authorization', 'Bearer abc.DEF-123', 'Bearer xxx.XXX-000', 'access-token'],
    ['authorization', 'rawtoken', 'xxxxxxxx', 'access-token'],
    ['Proxy-Authorization', 'Basic dXNlcg==', 'Basic xXXxxx==', 'access-token'],
    ['Cookie', 'sid=abc; theme=dark', 'sid=xxx; theme=xxxx', 'credential'],
    ['Set-Cookie', 'sid=abc1; Path=/; HttpOnly', 'sid=xxx0; Path=/; HttpOnly', 'credential'],
    ['x-api-key', 'two words 1', 'xxx xxxxx 0', 'api-key'],
    ['X-Acme-Secret', 's3cret', 'x0xxxx', 'webhook-secret'],
    ['X-CSRF-Token', 'abc', 'xxx', 'access-token'],
  ])('%s is replaced', (name, value, text, kind) => {
    const redacted = createRedactor().request({ url: 'http://h/', headers: [[name, value]], body: undefined })

    expect(redacted.headers).toEqual([[name, text]])
    expect(redacted.redactions).toEqual([{ kind, at: { part: 'request-header', name: name.toLowerCase() } }])
  })

  it.each([
    ['http://h/v1/pay?cvv=123&limit=10', 'http://h/v1/pay?cvv=000&limit=10'],
    ['http://user:pa55@h/v1', 'http://xxxx:xx00@h/v1'],
    ['http://h/cards/4242424242424242', 'http://h/cards/0000000000000000'],
    ['http://h/account-numbers/12-34/status', 'http://h/account-numbers/00-00/status'],
    ['http://h/x?api_key=a%2Fb%20c', 'http://h/x?api_key=x%78x%78x'],
  ])('%s has its secrets replaced', (url, text) => {
    const redacted = createRedactor().request({ url, headers: [], body: undefined })

    expect(redacted.url).toBe(text)
    expect(redacted.redactions.map(({ at }) => at.part)).toEqual(['url'])
  })

  it('are left alone where there is nothing secret', () => {
    const headers: HeaderList = [
      ['Idempotency-Key', '8e03978e-40d5-43e8-bc93-6894a57f9324'],
      ['content-type', 'application/json'],
      ['x-request-id', '4242424242424241'],
    ]

    const redacted = createRedactor().request({ url: 'http://h/payments/M2MJOG6O2Y?limit=10', headers, body: '{}' })

    expect(redacted).toEqual({
      url: 'http://h/payments/M2MJOG6O2Y?limit=10',
      headers,
      body: '{}',
      redactions: [],
      secrets: [],
    })
  })

  it('a Location that repeats a token is replaced and told', () => {
    const redactor = createRedactor()
    const { secrets } = redactor.request({
      url: 'http://h/',
      headers: [['authorization', 'Bearer tok-1234567']],
      body: undefined,
    })

    const answer = redactor.response({ headers: [['Location', '/a?t=tok-1234567']], body: undefined }, secrets)

    expect(answer).toMatchObject({ headers: [['Location', '/a?t=xxx-0000000']], echoed: ['access-token'] })
  })
})

describe('what a response repeats of the request', () => {
  const echoOf = (request: string, response: string): readonly SecretKind[] => {
    const redactor = createRedactor()
    const headers: HeaderList = [['content-type', 'application/json']]
    const { secrets } = redactor.request({ url: 'http://h/', headers, body: request })
    return redactor.response({ headers, body: response }, secrets).echoed
  }

  it.each<[string, string, string, readonly SecretKind[]]>([
    ['a card number in prose', `{"pan":"${PAN}"}`, `{"error":"card ${PAN} is bad"}`, ['card-number']],
    ['a security code under its name', '{"cvv":"123"}', '{"card":{"cvv":"123"}}', ['card-security-code']],
    ['a password in prose', '{"password":"Tr0ub4dor&3"}', '{"error":"Tr0ub4dor&3 is too weak"}', ['credential']],
    ['nothing when the digits are elsewhere', '{"cvv":"123"}', '{"amount":123}', []],
    ['nothing when the value is another', `{"pan":"${PAN}"}`, '{"pan":"5555555555554444"}', []],
    ['nothing when a word is a common one', '{"password":"conformance"}', '{"title":"conformance"}', []],
  ])('is told: %s', (_name, request, response, echoed) => {
    expect(echoOf(request, response)).toEqual(echoed)
  })
})

describe('laws', () => {
  const secretText = fc
    .string({ unit: 'grapheme', minLength: 6, maxLength: 40 })
    .filter((text) => /[A-Za-z0-9]{4}/.test(text))
  const place = fc.constantFrom<(secret: string) => string>(
    (secret) => JSON.stringify({ note: `before ${secret} after` }),
    (secret) => JSON.stringify({ a: [{ b: secret }] }),
    (secret) => `plain text ${secret}`,
    (secret) => `x=${encodeURIComponent(secret)}&y=1`,
    (secret) => JSON.stringify({ data: Buffer.from(secret).toString('base64') }),
    (secret) => `{"data":"${Buffer.from(`ab:${secret}:c`).toString('base64')}`,
    (secret) => `q=${new URLSearchParams({ secret }).toString()}`,
  )

  const forms = (secret: string): readonly string[] => {
    const shown = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]
    return [...shown, Buffer.from(secret).toString('base64url'), JSON.stringify(secret).slice(1, -1)]
  }

  it('no known secret survives, plain, encoded or in base64, and no length changes', () => {
    fc.assert(
      fc.property(
        secretText,
        place,
        fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded'),
        (secret, put, type) => {
          const body = put(secret)
          const known: KnownSecret = { kind: 'api-key', value: secret }

          const redacted = redactBody(body, type, { secrets: [known] })

          for (const form of forms(secret)) if (/[A-Za-z0-9]/.test(form)) expect(redacted.text).not.toContain(form)
          expect(Buffer.byteLength(redacted.text)).toBe(Buffer.byteLength(body))
        },
      ),
      {
        numRuns: 400,
        seed: 11,
        examples: [['sk_live_AbC+/=123', (s: string) => JSON.stringify(s), 'application/json']],
      },
    )
  })

  const cardNumber = fc
    .tuple(
      fc.constantFrom('4', '51', '55', '2221', '2720', '34', '37', '300', '36', '6011', '65', '3528'),
      fc.nat({ max: 9 }),
    )
    .chain(([prefix]) => {
      const length =
        prefix.startsWith('34') || prefix.startsWith('37') ? 15 : prefix.startsWith('30') || prefix === '36' ? 14 : 16
      return fc
        .array(fc.nat({ max: 9 }), { minLength: length - prefix.length - 1, maxLength: length - prefix.length - 1 })
        .map((digits) => {
          const body = prefix + digits.join('')
          return body + [...'0123456789'].find((last) => hasLuhnChecksum(body + last))
        })
    })
  const written = fc.constantFrom<(pan: string) => string>(
    (pan) => pan,
    (pan) => pan.replace(/(\d{4})(?=\d)/g, '$1 '),
    (pan) => pan.replace(/(\d{4})(?=\d)/g, '$1-'),
  )
  const around = fc.constantFrom<(pan: string) => string>(
    (pan) => JSON.stringify({ a: pan }),
    (pan) => JSON.stringify({ a: `x ${pan}, y` }),
    (pan) => `<a>${pan}</a>`,
    (pan) => `{"a": "${pan}`,
    (pan) => `error: ${pan}\n`,
    (pan) => JSON.stringify({ a: JSON.stringify({ b: pan }) }),
  )

  it('no card number survives in any text', () => {
    fc.assert(
      fc.property(cardNumber, written, around, (pan, write, put) => {
        const body = put(write(pan))

        const { text } = redactBody(body)

        expect(text.replace(/[^\d]/g, '')).toMatch(/^0+$/)
        expect(text.length).toBe(body.length)
      }),
      { numRuns: 500, seed: 12 },
    )
  })

  it('valid JSON stays valid JSON of the same shape, and a second pass changes nothing', () => {
    const name = fc.constantFrom('cvv', 'cardNumber', 'note', 'type', 'value', 'password', 'a', 'iban', 'items')
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      cardNumber,
      fc.constant('taxId'),
    )
    const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    }))
    const shapeOf = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shapeOf)
      if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value.length : typeof value
      return Object.entries(value).map(([key, member]) => [key.length, shapeOf(member)])
    }

    fc.assert(
      fc.property(json, (value) => {
        const body = JSON.stringify(value)

        const { text } = redactBody(body)

        expect(shapeOf(JSON.parse(text))).toEqual(shapeOf(value))
        expect(redactBody(text).text).toBe(text)
      }),
      { numRuns: 500, seed: 13 },
    )
  })
})

describe('a credential that nobody issued', () => {
  it.each<[string, string, HeaderList]>([
    ['a bearer token', 'http://h/', [['authorization', `Bearer ${MADE_UP_SECRET}`]]],
    ['a token without a signature', 'http://h/', [['Authorization', `Bearer ${UNSIGNED_TOKEN}`]]],
    ['a name and password', 'http://h/', [['authorization', MADE_UP_BASIC]]],
    ['a key in a header', 'http://h/', [['X-Api-Key', MADE_UP_SECRET]]],
    ['a cookie', 'http://h/', [['Cookie', `session=${MADE_UP_SECRET}`]]],
    ['a key in the query', `http://h/?api_key=${MADE_UP_SECRET}`, []],
  ])('is recorded as it is, so that a printed command sends it: %s', (_what, url, headers) => {
    const redacted = createRedactor().request({ url, headers, body: undefined })

    expect(redacted).toEqual({ url, headers, body: undefined, redactions: [], secrets: [] })
  })

  it('is the only one that is', () => {
    const { headers, redactions } = createRedactor().request({
      url: 'http://h/',
      headers: [['authorization', `Bearer ${MADE_UP_SECRET}1`]],
      body: undefined,
    })

    expect(headers).not.toContainEqual(['authorization', `Bearer ${MADE_UP_SECRET}1`])
    expect(redactions).toEqual([{ kind: 'access-token', at: { part: 'request-header', name: 'authorization' } }])
  })
})
