import { isIP } from 'node:net'
import { MIMEType } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import '@hyperjump/json-schema/formats'
import { registerSchema, setShouldValidateFormat, validate } from '@hyperjump/json-schema/draft-2020-12'
import { describe, expect, it } from 'vitest'
import { biasOf, draw, minimal } from '../../../generators/draw.ts'
import { builtInFormats, defineFormats } from '../../../generators/formats/registry.ts'
import type { StringConstraints } from '../../../generators/registry.ts'

const FREE: StringConstraints = { minLength: 0, maxLength: Infinity, patterns: [] }

const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)

const valid = (format: string): ((value: string) => boolean) => {
  const validate = ajv.compile({ type: 'string', format })
  return (value) => validate(value)
}

const values = (format: string, constraints: StringConstraints = FREE, count = 300): readonly string[] => {
  const strings = builtInFormats.get(format)?.strings?.(constraints)
  return strings === undefined ? [] : Array.from({ length: count }, (_, i) => draw(strings, i, biasOf(i)).value)
}

const refused = (format: string, accepts: (value: string) => boolean): readonly string[] =>
  values(format).filter((value) => !accepts(value))

describe('a string format', () => {
  it.each([
    'date',
    'time',
    'date-time',
    'datetime',
    'duration',
    'uuid',
    'email',
    'hostname',
    'uri',
    'uri-reference',
    'url',
    'uri-template',
    'ipv4',
    'ipv6',
    'json-pointer',
    'relative-json-pointer',
    'regex',
    'byte',
  ])('yields only what ajv-formats takes for a %s', (format) => {
    const accepts = valid(format === 'datetime' ? 'date-time' : format)

    expect(values(format)).toHaveLength(300)
    expect(refused(format, accepts)).toEqual([])
  })

  it.each([
    'date',
    'time',
    'date-time',
    'duration',
    'uuid',
    'email',
    'idn-email',
    'hostname',
    'idn-hostname',
    'uri',
    'uri-reference',
    'iri',
    'iri-reference',
    'uri-template',
    'ipv4',
    'ipv6',
    'json-pointer',
    'relative-json-pointer',
    'regex',
  ])('yields only what a second implementation takes for a %s', async (format) => {
    const id = `https://formats.test/${format}`
    setShouldValidateFormat(true)
    registerSchema({ type: 'string', format }, id, 'https://json-schema.org/draft/2020-12/schema')

    const judge = await validate(id)

    expect(refused(format, (value) => judge(value).valid)).toEqual([])
  })

  it('is really judged by the second implementation', async () => {
    const id = 'https://formats.test/refusal'
    setShouldValidateFormat(true)
    registerSchema({ type: 'string', format: 'email' }, id, 'https://json-schema.org/draft/2020-12/schema')

    const judge = await validate(id)

    expect(judge('nobody').valid).toBe(false)
  })

  it.each([
    ['ipv4', (value: string) => isIP(value) === 4],
    ['ipv6', (value: string) => isIP(value) === 6],
    ['url', (value: string) => /^https?:$/.test(new URL(value).protocol)],
    ['uri', (value: string) => URL.canParse(value)],
    ['date-time', (value: string) => !Number.isNaN(Date.parse(value))],
    ['date', (value: string) => new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)],
    ['uuid', (value: string) => /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(value)],
    ['byte', (value: string) => Buffer.from(value, 'base64').toString('base64') === value],
    ['base64url', (value: string) => Buffer.from(value, 'base64url').toString('base64url') === value],
    ['hexadecimal', (value: string) => Buffer.from(value, 'hex').toString('hex').toUpperCase() === value],
    ['phone', (value: string) => /^\+[1-9]\d{7,14}$/.test(value)],
    ['iso-4217', (value: string) => Intl.supportedValuesOf('currency').includes(value)],
    ['iso-3166-1', (value: string) => new Intl.DisplayNames('en', { type: 'region' }).of(value) !== value],
    ['iso-639-1', (value: string) => new Intl.DisplayNames('en', { type: 'language' }).of(value) !== value],
    ['locale', (value: string) => Intl.getCanonicalLocales(value)[0] === value],
    ['percentage', (value: string) => Number(value) >= 0 && Number(value) <= 100],
    ['json', (value: string) => typeof JSON.parse(value) === 'object'],
    ['http-date', (value: string) => new Date(value).toUTCString() === value],
    ['date-time-local', (value: string) => new Date(`${value}Z`).toISOString().startsWith(value)],
    ['time-local', (value: string) => new Date(`2026-01-15T${value}Z`).toISOString().includes(value)],
    ['media-range', (value: string) => new MIMEType(value).essence === value],
    ['sf-token', (value: string) => /^[A-Za-z*][!#$%&'*+\-.^_`|~\w:/]*$/.test(value)],
    ['sf-string', (value: string) => /^"(?:[ !#-[\]-~]|\\["\\])*"$/.test(value)],
    ['sf-binary', (value: string) => `:${Buffer.from(value.slice(1, -1), 'base64').toString('base64')}:` === value],
    ['sf-boolean', (value: string) => value === '?0' || value === '?1'],
    ['sf-integer', (value: string) => /^-?\d{1,15}$/.test(value)],
    ['sf-decimal', (value: string) => /^-?\d{1,12}\.\d{1,3}$/.test(value)],
    ['decimal128', (value: string) => Number.isFinite(Number(value)) && value.replace('.', '').length <= 34],
    ['double-int', (value: string) => Number.isSafeInteger(Number(value))],
  ] as const)('yields only what the platform takes for a %s', (format, accepts) => {
    expect(values(format)).toHaveLength(300)
    expect(refused(format, accepts)).toEqual([])
  })

  it.each([...new Set(builtInFormats.values())].map((format) => nameOf(format)))(
    'respects every length it accepts as bounds: %s',
    (format) => {
      const accepts = ajv.formats[format] === undefined ? () => true : valid(format)
      const bounds = [0, 1, 2, 3, 4, 5, 8, 10, 11, 12, 16, 20, 24, 36, 40, 64, 100, 250, 400]
      const wrong: string[] = []

      for (const minLength of bounds) {
        for (const maxLength of [...bounds.filter((bound) => bound >= minLength), Infinity]) {
          for (const value of values(format, { minLength, maxLength, patterns: [] }, 5)) {
            const length = Array.from(value).length
            if (length < minLength || length > maxLength || !accepts(value)) {
              wrong.push(`${minLength}..${maxLength}: ${value}`)
            }
          }
        }
      }

      expect(wrong).toEqual([])
    },
  )

  it('yields the same value for the same seed and others for other seeds', () => {
    for (const format of ['uuid', 'date-time', 'email', 'uri']) {
      expect(values(format)).toEqual(values(format))
      expect(new Set(values(format)).size).toBeGreaterThan(100)
    }
  })

  it('shrinks to a plain value', () => {
    const plainest = ['date', 'date-time', 'time', 'email', 'uri', 'hostname', 'country', 'currency', 'decimal'].map(
      (format) => {
        const strings = builtInFormats.get(format)?.strings?.(FREE)
        return strings && minimal(strings, 7).value
      },
    )

    expect(plainest).toEqual([
      '2026-01-15',
      '2026-01-15T12:00:00Z',
      '12:00:00Z',
      'a@example.com',
      'https://example.com',
      'example.com',
      'US',
      'USD',
      '0.00',
    ])
  })

  it('is known under its usual spellings', () => {
    for (const name of ['dateTime', 'DateTime', 'UUID', 'Uri', 'country_code', 'EMAIL']) {
      expect(builtInFormats.has(name)).toBe(true)
    }
  })

  it('gives way to a format of the user with the same name', () => {
    const own = { strings: () => undefined }

    expect(defineFormats({ email: own }).get('email')).toBe(own)
    expect(defineFormats({ email: own }).get('uuid')).toBe(builtInFormats.get('uuid'))
  })
})

describe('a number format', () => {
  it.each([
    ['percentage', 0, 100],
    ['decimal', 0, 99.999],
    ['integer', 1, 50],
    ['uint8', -5, 1_000],
  ] as const)('stays within its own range and the bounds of the schema: %s', (format, minimum, maximum) => {
    const constraints = { integer: format !== 'percentage' && format !== 'decimal', minimum, maximum, multipleOf: [] }
    const numbers = builtInFormats.get(format)?.numbers?.(constraints)
    const drawn = Array.from({ length: 300 }, (_, i) => numbers && draw(numbers, i, biasOf(i)).value)

    expect(drawn.filter((value) => value === undefined || value < minimum || value > maximum)).toEqual([])
    expect(drawn.some((value) => value !== drawn[0])).toBe(true)
    if (constraints.integer) expect(drawn.every(Number.isInteger)).toBe(true)
  })

  it('has nothing to offer where the schema asks for multiples', () => {
    const constraints = { integer: false, minimum: 0, maximum: 100, multipleOf: [0.25] }

    expect(builtInFormats.get('percentage')?.numbers?.(constraints)).toBeUndefined()
  })
})

function nameOf(format: unknown): string {
  return [...builtInFormats].find(([, candidate]) => candidate === format)?.[0] ?? ''
}
