import { createRequire } from 'node:module'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' }
import * as formats from 'ajv-formats'
import type { Har } from 'har-format'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../core/event.ts'
import { createHarReporter } from '../../../reports/har.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { launchChromium } from '../../support/chromium.ts'
import { eventsOf, HOSTILE, richRun } from './rich-run.ts'
import { finishedCase, sampleRun } from './sample-run.ts'

const require = createRequire(import.meta.url)
let folder = ''
let har: Har

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'har-'))
  await createHarReporter().finish?.({ folder, result: await foldEvents(richRun), events: eventsOf })
  har = JSON.parse(await readFile(join(folder, 'run.har'), 'utf8')) as Har
})

afterAll(() => rm(folder, { recursive: true }))

describe('the HAR', () => {
  it('is valid by the published schema', () => {
    const ajv = new Ajv({ strict: false })
    ajv.addMetaSchema(draft6)
    formats.default.default(ajv)
    const schemas = require('har-schema') as Readonly<Record<string, object>>
    for (const schema of Object.values(schemas)) ajv.addSchema(schema)
    const validate = ajv.getSchema('har.json#')

    expect([validate?.(har), validate?.errors]).toEqual([true, null])
    expect(validate?.({ log: { ...har.log, entries: [{}] } })).toBe(false)
  })

  it('is imported by the developer tools of Chromium', async () => {
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      const model = 'devtools://devtools/bundled/models/har/har.js'
      await page.goto(model)

      // As text: the test's own compiler would rewrite the import of a function.
      const imported = await page.evaluate(`(async () => {
        const { HARFormat, Importer } = await import('${model}')
        const { log } = new HARFormat.HARRoot(${JSON.stringify(har)})
        return Importer.Importer.requestsFromHARLog(log).map((request) => [
          request.requestMethod, request.url(), request.statusCode,
        ])
      })()`)

      expect(imported).toEqual(
        har.log.entries.map(({ request, response }) => [request.method, request.url, response.status]),
      )
    } finally {
      await browser.close()
    }
  })

  it('has a page per operation and per scenario that sent something', () => {
    const titles = har.log.pages?.map(({ id, title }) => [id, title])

    expect(titles).toEqual([
      ['listPets', 'listPets: GET /pets'],
      ['createPet', 'createPet: POST /pets'],
      ['getPet', 'getPet: GET /pets/{id}'],
      ['rename', 'rename: PUT /pets/{id}'],
      [`hostile ${HOSTILE}`, `hostile ${HOSTILE}: POST /${HOSTILE}`],
      ['CP-01', 'CP-01: Sale: submit, poll, follow the link, read the payment'],
    ])
  })

  it('keeps bodies that are no text, and says what was cut and what never came', () => {
    const entry = har.log.entries.find(({ response }) => response.status === 599)
    const lost = har.log.entries.find(({ response }) => response.status === 0)

    expect(entry?.request.postData).toEqual({ mimeType: 'application/json', text: 'AP8=', comment: 'base64' })
    expect(entry?.response.content).toEqual({
      size: 5_000_000,
      mimeType: 'x-unknown',
      text: HOSTILE,
      comment: 'cut; 5000000 bytes in all',
    })
    expect(lost?.response).toMatchObject({
      comment: 'no response (reset): connection reset',
      _error: 'connection reset',
    })
  })

  it('goes to the disk while the events are read', async () => {
    const target = await mkdtemp(join(tmpdir(), 'har-'))
    const sizes: number[] = []
    async function* many(): AsyncGenerator<RunEvent> {
      for (let i = 0; i < 4000; i++) {
        yield finishedCase({ caseId: `listPets/random/${i}` })
        if (i % 1000 === 999) sizes.push((await stat(join(target, 'run.har'))).size)
      }
    }

    await createHarReporter().finish?.({ folder: target, result: await foldEvents(sampleRun), events: many })

    const { size } = await stat(join(target, 'run.har'))
    const shares = sizes.map((written) => Math.round((4 * written) / size))
    expect(shares).toEqual([1, 2, 3, 4])
    await rm(target, { recursive: true })
  })
})
