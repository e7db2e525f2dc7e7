import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isJsonObject, type Json, type JsonObject } from '../../../../core/json.ts'
import type { RunResult } from '../../../../reports/run-result.ts'
import { temporaryFolder } from '../../../support/run-cli.ts'
import { runInProcess } from '../../../support/run-in-process.ts'
import { serve } from '../../transport/loopback.ts'

const REFUSED = { description: 'No.', content: { 'application/json': { schema: { type: 'object' } } } }
const LOCAL = { name: 'Pizza Doe', taxId: '12-3456789', kind: 'local' }
const FOREIGN = { name: 'Pasta Doe', taxId: '98-7654321', kind: 'foreign' }

/** A company as it is sent, and as it is shown. */
const SENT = {
  type: 'object',
  required: ['name', 'taxId', 'kind'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', maxLength: 60 },
    taxId: { type: 'string', maxLength: 20 },
    kind: { enum: ['local', 'foreign'] },
    agent: { type: 'string', maxLength: 30 },
  },
}
const SHOWN = { ...SENT, properties: { ...SENT.properties, companyId: { type: 'string' } } }
const ID = { name: 'companyId', in: 'path', required: true, schema: { type: 'string', maxLength: 20 } }

function answers(status: number, schema: object): object {
  return {
    [status]: { description: 'Done.', content: { 'application/json': { schema } } },
    400: REFUSED,
    404: REFUSED,
    409: REFUSED,
  }
}

const REGISTER = {
  openapi: '3.1.0',
  info: { title: 'Register', version: '1' },
  paths: {
    '/companies': {
      post: {
        operationId: 'addCompany',
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: SENT, examples: { local: { value: LOCAL }, foreign: { value: FOREIGN } } },
          },
        },
        responses: answers(201, SHOWN),
      },
      get: { operationId: 'listCompanies', responses: answers(200, { type: 'array', items: SHOWN }) },
    },
    '/companies/{companyId}': {
      get: { operationId: 'getCompany', parameters: [ID], responses: answers(200, SHOWN) },
    },
  },
}

/** A register in which a tax ID stands once, and foreign companies need an agent, as no schema says. */
interface RegisterFault {
  /** Companies that are refused for want of an agent are registered all the same. */
  readonly keepsRefused?: boolean
  /** What is refused stands in the list as an application that was declined, which is no fault. */
  readonly listsApplications?: boolean
}

const LONGEST: Readonly<Record<string, number>> = { name: 60, taxId: 20, kind: 7, agent: 30 }

function isCompany(sent: Json): sent is JsonObject {
  return (
    isJsonObject(sent) &&
    SENT.required.every((name) => Object.hasOwn(sent, name)) &&
    Object.entries(sent).every(([name, value]) => typeof value === 'string' && value.length <= (LONGEST[name] ?? -1)) &&
    SENT.properties.kind.enum.includes(String(sent['kind']))
  )
}

async function runOnRegister({ keepsRefused = false, listsApplications = false }: RegisterFault): Promise<RunResult> {
  const companies: JsonObject[] = []
  const server = await serve((request, response) => {
    const parts: Buffer[] = []
    const answer = (status: number, body: Json): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const id = /^\/companies\/(.+)$/.exec(request.url ?? '')?.[1]
      if (request.method !== 'POST') {
        const found = companies.find(({ companyId }) => companyId === id)
        if (id === undefined) return answer(200, companies)
        return found === undefined ? answer(404, { detail: 'No such company' }) : answer(200, found)
      }
      const sent = JSON.parse(Buffer.concat(parts).toString()) as Json
      if (!isCompany(sent)) return answer(400, { detail: 'Not a company' })
      if (companies.some(({ taxId }) => taxId === sent['taxId'])) return answer(409, { detail: 'Registered already' })
      const company = { ...sent, companyId: `c${companies.length + 1}` }
      if (sent['kind'] === 'foreign' && sent['agent'] === undefined) {
        if (keepsRefused) companies.push(company)
        if (listsApplications) companies.push({ ...company, agent: 'declined' })
        return answer(400, { detail: 'A foreign company needs an agent' })
      }
      companies.push(company)
      return answer(201, company)
    })
  })
  const spec = join(temporaryFolder(), 'register.json')
  writeFileSync(spec, JSON.stringify(REGISTER))
  try {
    return await runInProcess({ spec, target: server.base, seed: '3', phase: 'examples,stateful', profile: 'smoke' })
  } finally {
    await server.close()
  }
}

describe('a register in which each company stands once', () => {
  it('is given companies with tax IDs of their own when it has those that it knows', async () => {
    const { findings, skipped, operations } = await runOnRegister({})

    expect(findings).toEqual([])
    expect(skipped.map(({ what }) => what)).not.toContain('addCompany: sequences on what it creates')
    expect(operations.find(({ operationId }) => operationId === 'addCompany')?.statuses).toMatchObject({
      201: expect.toSatisfy((count: number) => count > 4),
    })
  })

  it('is found out when it keeps what it refused by a rule of its own', async () => {
    const { findings } = await runOnRegister({ keepsRefused: true })

    expect(findings.map(({ code, operationId }) => `${code} ${operationId}`)).toEqual([
      'failed-create-has-no-effect addCompany',
    ])
    expect(findings[0]?.request.body?.content).toContain('"kind":"foreign"')
  })

  it('may list what it declined', async () => {
    const { findings } = await runOnRegister({ listsApplications: true })

    expect(findings).toEqual([])
  })
})
