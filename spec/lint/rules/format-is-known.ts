import { child } from '../../../core/json-pointer.ts'
import type { LintRule } from '../rule.ts'
import { show } from '../schema-types.ts'

/** JSON Schema's formats, then those of the OpenAPI format registry. */
const FORMATS: ReadonlySet<string> = new Set([
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'idn-email',
  'hostname',
  'idn-hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uri-reference',
  'iri',
  'iri-reference',
  'uuid',
  'uri-template',
  'json-pointer',
  'relative-json-pointer',
  'regex',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'double-int',
  'float',
  'double',
  'decimal',
  'decimal128',
  'byte',
  'base64url',
  'binary',
  'password',
  'char',
  'commonmark',
  'html',
  'http-date',
  'date-time-local',
  'time-local',
  'media-range',
  'sf-binary',
  'sf-boolean',
  'sf-decimal',
  'sf-integer',
  'sf-string',
  'sf-token',
  'unixtime',
])

const BY_LETTERS: ReadonlyMap<string, string> = new Map([...FORMATS].map((format) => [lettersOf(format), format]))

/**
 * JSON Schema validation §7.2: formats beyond the known ones are allowed, but nobody checks them. One that differs
 * from a known format only in case or punctuation is a slip, and what its author meant goes unchecked.
 */
export const formatIsKnown: LintRule = {
  code: 'format-is-known',
  severity: 'info',
  describe: "A format is one of JSON Schema's or of the OpenAPI format registry.",
  *check({ sites, pointerOf, otherPlaces }) {
    for (const schema of sites.schemas) {
      const { format } = schema
      if (format === undefined || (typeof format === 'string' && FORMATS.has(format))) continue
      const meant = typeof format === 'string' ? BY_LETTERS.get(lettersOf(format)) : undefined
      const place = { pointer: child(pointerOf(schema), 'format'), otherPlaces: otherPlaces(schema) }
      if (typeof format !== 'string') {
        yield { ...place, severity: 'error', message: `a format is a string, here it is ${show(format)}` }
      } else if (meant === undefined) {
        yield { ...place, message: `${show(format)} is not a registered format: values are not checked against it` }
      } else {
        yield { ...place, severity: 'warning', message: `${show(format)} is not a format. Did you mean "${meant}"?` }
      }
    }
  },
}

function lettersOf(format: string): string {
  return format.toLowerCase().replace(/[^a-z0-9]/g, '')
}
