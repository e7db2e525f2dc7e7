import {
  registerSchema,
  setShouldValidateFormat,
  unregisterSchema,
  validate,
} from '@hyperjump/json-schema/draft-2020-12'
import '@hyperjump/json-schema/draft-2019-09'
import '@hyperjump/json-schema/formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Json, JsonObject } from '../../core/json.ts'
import type { Suite, SuiteSchema } from './suite.ts'

export type Judge = (value: Json) => boolean

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/**
 * Who judges the values of a schema: hyperjump, or ajv where hyperjump gets one of the suite's own tests of that schema
 * wrong. `undefined` where both do.
 */
export async function judgeOf(entry: SuiteSchema, suite: Suite): Promise<Judge | undefined> {
  for (const open of [hyperjump, ajv]) {
    try {
      const judge = await open(entry, suite)
      if (entry.tests.every(({ data, valid }) => judge(data) === valid)) return judge
    } catch {
      // It does not take the schema at all: the next one may.
    }
  }
  return undefined
}

// The validator of host names tells why it refuses one, a stack trace each.
console.log = () => undefined

let opened = 0

async function hyperjump({ name, schema }: SuiteSchema, { remotes }: Suite): Promise<Judge> {
  const base = `https://suite.test/${opened++}`
  const own = typeof schema === 'object' && typeof schema['$id'] === 'string' ? new URL(schema['$id'], base).href : base
  const id = own.startsWith('file:') ? base : own
  const documents: Readonly<Record<string, JsonObject | boolean>> = { ...remotes, [id]: schema }
  setShouldValidateFormat(assertsFormats(name))
  try {
    for (const [uri, document] of Object.entries(documents)) {
      // What it is given it keeps and completes, so it gets a copy; its own type of a schema is narrower than JSON.
      registerSchema(structuredClone(document) as never, uri, DIALECT)
    }
    const judge = await validate(id)
    return (value) => judge(value as never).valid
  } finally {
    for (const uri of Object.keys(documents)) unregisterSchema(uri)
  }
}

function assertsFormats(name: string): boolean {
  return name.startsWith('optional/format')
}

function ajv({ name, schema }: SuiteSchema, { remotes }: Suite): Judge {
  const validator = new Ajv2020({
    strict: false,
    logger: false,
    validateFormats: assertsFormats(name),
  })
  addFormats.default(validator)
  for (const [uri, remote] of Object.entries(remotes)) {
    try {
      validator.addSchema(structuredClone(remote), uri)
    } catch {
      // It refuses what it takes for two schemas of one name; a schema that needs this one will not compile then.
    }
  }
  const judge = validator.compile(structuredClone(schema))
  return (value) => judge(value)
}
