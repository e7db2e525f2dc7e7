import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../core/json.ts'
import { temporaryFolder } from '../support/run-cli.ts'

const BENCH = fileURLToPath(new URL('../../bench/schema-suite.ts', import.meta.url))

interface Ended {
  readonly exitCode: number
  readonly output: string
  readonly errors: string
}

function measure(...parameters: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [BENCH, ...parameters], (error, output, errors) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code), output, errors }),
    )
  })
}

/** A suite of one file. */
function suiteOf(groups: readonly Json[]): string {
  const folder = temporaryFolder()
  const tests = join(folder, 'tests', 'draft2020-12')
  mkdirSync(tests, { recursive: true })
  writeFileSync(join(tests, 'own.json'), JSON.stringify(groups))
  return folder
}

const integers = {
  description: 'integers',
  schema: { type: 'integer', enum: [1, 2] },
  tests: [
    { description: 'an integer', data: 1, valid: true },
    { description: 'a text', data: 'x', valid: false },
  ],
}
const nothing = {
  description: 'nothing',
  schema: { type: 'integer', minimum: 3, maximum: 2 },
  tests: [{ description: 'an integer', data: 1, valid: false }],
}

describe('measuring the generator on a suite of schemas', () => {
  it('counts what passed and what has no value', async () => {
    const ended = await measure(suiteOf([integers, nothing]), '--mandatory')

    expect(ended).toEqual({
      exitCode: 0,
      output: 'mandatory  2 schemas: 1 passed with 50 of 50 values, 1 have no value and say so, 0 failed\n',
      errors: '',
    })
  })

  it('fails on what is neither', async () => {
    const wrong = { ...integers, tests: [{ description: 'a text', data: 'x', valid: true }] }
    const unknown = { ...integers, description: 'leads nowhere', schema: { $ref: '#/$defs/none' } }

    const { exitCode, output } = await measure(suiteOf([wrong, unknown]), '--mandatory')

    expect(exitCode).toBe(1)
    expect(output.split('\n').slice(1)).toEqual([
      'FAILED     own.json: integers: no validator at hand gets the tests of this schema right',
      'FAILED     own.json: leads nowhere: No value could be generated for the schema at #: the reference #/$defs/none leads nowhere',
      '',
    ])
  })

  it('fails on an exception for what the suite does not have, where all of it is measured', async () => {
    const { exitCode, output } = await measure(suiteOf([integers]))

    expect(exitCode).toBe(1)
    expect(output).toContain('an exception for a schema that the suite does not have')
  })

  it('says where to get the suite', async () => {
    const { exitCode, errors } = await measure(join(temporaryFolder(), 'absent'))

    expect(exitCode).toBe(2)
    expect(errors).toContain('git clone --depth 1 https://github.com/json-schema-org/JSON-Schema-Test-Suite')
  })
})
