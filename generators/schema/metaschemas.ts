import { createRequire } from 'node:module'
import type { JsonObject } from '../../core/json.ts'
import type { SchemaFiles } from './identifiers.ts'

const load = createRequire(import.meta.url)
const FILES = [
  'schema',
  'meta/core',
  'meta/applicator',
  'meta/unevaluated',
  'meta/validation',
  'meta/meta-data',
  'meta/format-annotation',
  'meta/content',
]

/** The metaschemas of draft 2020-12, as ajv publishes them. Read only where a schema refers to them. */
export function metaschemas(): SchemaFiles {
  const files = FILES.map((name) => load(`ajv/dist/refs/json-schema-2020-12/${name}.json`) as JsonObject)
  return Object.fromEntries(files.map((file) => [String(file['$id']), file]))
}
