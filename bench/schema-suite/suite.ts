import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json, JsonObject } from '../../core/json.ts'

const DRAFT = 'draft2020-12'

/** Where the suite's schemas expect its `remotes` folder to be served; nothing is served here, they are registered. */
const REMOTES = 'http://localhost:1234/'

/** One schema of the JSON Schema Test Suite with its tests. */
export interface SuiteSchema {
  /** File and description. */
  readonly name: string
  /** Whether every implementation must handle it. */
  readonly mandatory: boolean
  readonly schema: JsonObject | boolean
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[]
}

export interface Suite {
  readonly schemas: readonly SuiteSchema[]
  /** The documents that schemas refer to, by URI. */
  readonly remotes: Readonly<Record<string, JsonObject | boolean>>
}

/** Reads draft 2020-12 of a checkout of the suite; `undefined` where the folder holds none. */
export function readSuite(folder: string): Suite | undefined {
  const tests = join(folder, 'tests', DRAFT)
  if (!existsSync(tests)) return undefined
  const schemas = filesBelow(tests).flatMap((file) => {
    const groups = readJson(join(tests, file)) as unknown as readonly (Omit<SuiteSchema, 'name' | 'mandatory'> & {
      readonly description: string
    })[]
    const names = new Map<string, number>()
    return groups.map(({ description, schema, tests: cases }) => {
      const count = (names.get(description) ?? 0) + 1
      names.set(description, count)
      const name = `${file}: ${description}${count === 1 ? '' : ` (${count})`}`
      return { name, mandatory: !file.includes('/'), schema, tests: cases }
    })
  })
  const remotes = join(folder, 'remotes')
  const files = existsSync(remotes) ? filesBelow(remotes) : []
  return {
    schemas,
    remotes: Object.fromEntries(
      files
        .filter((file) => !/^draft(?!2020-12|2019-09)|^v1\//.test(file))
        .map((file) => [`${REMOTES}${file}`, readJson(join(remotes, file)) as JsonObject | boolean]),
    ),
  }
}

/** Whether a schema speaks of documents of the `remotes` folder in a checkout without one. */
export function needsRemotes({ schema }: SuiteSchema, { remotes }: Suite): boolean {
  return Object.keys(remotes).length === 0 && JSON.stringify(schema).includes(REMOTES)
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.json'))
    .toSorted()
}

function readJson(file: string): Json {
  return JSON.parse(readFileSync(file, 'utf8')) as Json
}
