import { describe, expect, it } from 'vitest'
import { formatChecks } from '../../../checks/formats.ts'

const accepts = (format: string, value: unknown): boolean => {
  const check = formatChecks.get(format)
  if (check === undefined) throw new Error(`${format} is not checked`)
  // The tables below give each format values of its own type.
  return check.type === 'number' ? check.accepts(value as number) : check.accepts(value as string)
}

const good: readonly (readonly [format: string, values: readonly unknown[]])[] = [
  ['date', ['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']],
  [
    'date-time',
    [
      '2026-11-21T09:00:00Z',
      '2026-11-21t09:00:00z',
      '2026-11-21T09:00:00.123456789+05:30',
      '2016-12-31T23:59:60Z',
      '2016-12-31T15:59:60-08:00',
      '2017-01-01T05:29:60+05:30',
      '2026-11-21T09:00:00-00:00',
    ],
  ],
  ['time', ['09:00:00Z', '23:59:59.5+01:00', '09:00:00', '09:00']],
  ['duration', ['P3Y6M4DT12H30M5S', 'PT0S', 'P1W', 'PT0.5S', 'P1Y2M3W']],
  [
    'uuid',
    [
      '5A0C3F1E-8C1A-0B52-0D2E-0F3A4B5C6D7E',
      '00000000-0000-0000-0000-000000000000',
      'urn:uuid:5a0c3f1e-8c1a-4b52-9d2e-0f3a4b5c6d7e',
    ],
  ],
  [
    'email',
    ['a@b.co', "o'brien+tag@sub.example.com", 'jörg@exämple.de', '"a b"@c.de', 'root@localhost', 'a@[127.0.0.1]'],
  ],
  [
    'uri',
    [
      'https://example.com/a?b=c#d',
      'urn:isbn:123',
      'mailto:a@b.c',
      'https://x.test/{id}',
      'http://x/a|b[c]',
      'ftp://h/ü',
      'https://{tenant}.x.test/',
    ],
  ],
  ['uri-reference', ['', '/a/b', '../c', '?q=1', '#f', 'https://x.test', 'a b'.replace(' ', '%20'), '/things/{id}']],
  ['ipv4', ['0.0.0.0', '255.255.255.255', '127.0.0.1']],
  ['ipv6', ['::', '::1', '2001:db8::ff00:42:8329', '::ffff:192.0.2.1', 'fe80::1%eth0']],
  ['hostname', ['localhost', 'a.b-c.example.', 'münchen.de', '_dmarc.example.com', '127.0.0.1']],
  ['byte', ['', 'YQ==', 'YWJj', 'YWI', 'a-_b', 'YWJj\r\nYWJj']],
  ['int32', [0, -2147483648, 2147483647]],
  ['int64', [0, Number.MAX_SAFE_INTEGER, -(2 ** 63), 2 ** 63]],
  ['uint8', [0, 255]],
  ['float', [0.1, 1e300, -1]],
  ['double', [0.1, 1e300, -1]],
]

const bad: readonly (readonly [format: string, values: readonly unknown[]])[] = [
  [
    'date',
    [
      '2026-02-30',
      '2023-02-29',
      '1900-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-1-1',
      '20260101',
      'not-a-date',
      '',
      '2026-01-01T00:00:00Z',
    ],
  ],
  [
    'date-time',
    [
      'not-a-date',
      '2026-11-21',
      '2026-11-21 09:00:00Z',
      '2026-11-21T09:00:00',
      '2026-11-21T09:00Z',
      '2026-11-21T24:00:00Z',
      '2026-11-21T09:60:00Z',
      '2026-11-21T09:00:61Z',
      '2026-11-21T12:00:60Z',
      '2026-11-21T09:00:00+0100',
      '2026-11-21T09:00:00+24:00',
      '2026-02-30T09:00:00Z',
      '1763715600',
      '',
    ],
  ],
  ['time', ['24:00:00Z', '9:00', 'noon', '']],
  ['duration', ['P', 'PT', '1D', 'P1D2', '']],
  ['uuid', ['5a0c3f1e8c1a4b529d2e0f3a4b5c6d7e', '5a0c3f1e-8c1a-4b52-9d2e-0f3a4b5c6d7', 'g', '']],
  ['email', ['not-an-email', '@b.c', 'a@', 'a b@c.de', 'a@b c', '']],
  ['uri', ['not a uri', '/relative', 'example.com', '', 'http://', 'https:', 'http://a b/']],
  ['uri-reference', ['a b', 'http://[', '\u0000']],
  ['ipv4', ['256.0.0.1', '1.2.3', '1.2.3.4.', '1.2.3.4.5', 'a.b.c.d', '']],
  ['ipv6', ['127.0.0.1', ':::', '2001:db8', 'g::1', '']],
  ['hostname', ['', 'a b', 'a..b', 'http://a', 'a/b', 'x'.repeat(64)]],
  ['byte', ['a', 'YWJjY', 'not base64!', 'YQ===', '{}']],
  ['int32', [2147483648, -2147483649, 1.5]],
  ['int64', [1e19, 0.5]],
  ['uint8', [-1, 256]],
]

describe('A format', () => {
  it.each(good)('%s accepts what is one', (format, values) => {
    expect(values.filter((value) => !accepts(format, value))).toEqual([])
  })

  it.each(bad)('%s refuses what is none', (format, values) => {
    expect(values.filter((value) => accepts(format, value))).toEqual([])
  })

  it.each(['password', 'binary', 'decimal', 'iso-639-1', 'uri-template', 'regex'])('%s is not judged', (format) => {
    expect(formatChecks.has(format)).toBe(false)
  })
})
