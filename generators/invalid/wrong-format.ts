import type { Json } from '../../core/json.ts'
import { withKeyword } from './schema-parts.ts'
import type { Family, Mutation } from './site.ts'

/** Values that no reading of a format allows; the plainest first, then of the length that the format has. */
const WRONG: Readonly<Record<string, readonly Json[]>> = {
  date: ['not-a-date', 'no date', '2026/01/15'],
  'date-time': ['not-a-date-time', 'not-a-date-and-time!'],
  time: ['not-a-time', 'no time'],
  duration: ['not-a-duration', 'P'],
  uuid: ['not-a-uuid', 'zzzzzzzz-zzzz-4zzz-8zzz-zzzzzzzzzzzz'],
  email: ['not-an-email', 'a@', '@'],
  uri: ['not a uri', ' '],
  'uri-reference': ['not a reference', ' '],
  ipv4: ['256.256.256.256', 'not-an-ip', '1.2.3'],
  ipv6: ['not-an-ip', ':::', '1:2'],
  hostname: ['not a host', 'a..b', ' '],
  byte: ['*not base64*', '*', '****'],
  int32: [2_147_483_648, -2_147_483_649],
  int16: [32_768, -32_769],
  int8: [128, -129],
  uint8: [256, -1],
  uint16: [65_536, -1],
  uint32: [4_294_967_296, -1],
}

/** Well-formed, but of a day or a time that does not exist (RFC 3339 §5.7). */
const IMPOSSIBLE: Readonly<Record<string, readonly Json[]>> = {
  date: ['2026-02-30', '2026-13-01'],
  'date-time': ['2026-02-30T12:00:00Z', '2026-01-15T25:00:00Z', '2026-02-30T12:00:00.000Z'],
}

const ALIASES: Readonly<Record<string, string>> = {
  guid: 'uuid',
  'idn-email': 'email',
  iri: 'uri',
  'iri-reference': 'uri-reference',
  'idn-hostname': 'hostname',
  base64: 'byte',
}

/** Formats that a typed server cannot but read; others are annotations to many validators (JSON Schema 2020-12 §7.2.1). */
const READ = new Set(['date', 'date-time', 'time', 'uuid', 'ipv4', 'ipv6'])

/** Sends values that are not of a format. */
export const wrongFormat: Family = {
  name: 'wrong-format',
  *mutations({ value, parts }, workshop): Iterable<Mutation> {
    for (const { part, limit } of withKeyword(parts, 'format')) {
      if (typeof limit !== 'string') continue
      const name = ALIASES[limit] ?? limit
      const common = {
        promise: `format ${limit}`,
        document: workshop.documentOf(part, 'format'),
        at: '',
        keywords: ['format'],
      }
      const wrong = WRONG[name]?.filter((candidate) => typeof candidate === typeof value)
      if (wrong !== undefined && wrong.length > 0) {
        yield { ...common, breakage: READ.has(name) ? 'format' : 'format-annotation', candidates: () => wrong }
      }
      const impossible = typeof value === 'string' ? IMPOSSIBLE[name] : undefined
      if (impossible !== undefined) yield { ...common, breakage: 'format-impossible', candidates: () => impossible }
    }
  },
}
