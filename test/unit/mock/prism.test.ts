import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HarnessError } from '../../../core/harness-error.ts'
import { isPrism, prismBaseUrl } from '../../../mock/detect.ts'
import { type MockServer, startPrism } from '../../../mock/prism.ts'
import { loadContract } from '../../../spec/load.ts'
import type { Contract } from '../../../spec/model.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { serve } from '../transport/loopback.ts'
import { contractOf, getting, json } from './contract-of.ts'

let transport: Transport
let folder = ''
const running: MockServer[] = []

beforeAll(async () => {
  transport = createTransport({ timeoutMs: 10_000 })
  folder = await mkdtemp(join(tmpdir(), 'prism-'))
})

afterEach(async () => {
  for (const mock of running.splice(0)) await mock.close()
})

afterAll(async () => {
  await transport.close()
  await rm(folder, { recursive: true })
})

async function start(contract: Contract, cacheDir?: string): Promise<MockServer> {
  const mock = await startPrism({ contract, cacheDir })
  running.push(mock)
  return mock
}

async function answerOf(url: string, method: string = 'GET'): Promise<{ status: number; body: unknown }> {
  const { outcome } = await transport.send({ method, url, headers: [['accept', 'application/json']] })
  if (outcome.kind === 'no-response') throw new Error(outcome.message)
  return { status: outcome.status, body: JSON.parse(outcome.body?.content ?? 'null') }
}

const pets = json({ type: 'object', properties: { name: { type: 'string', example: 'Rex' } } })

describe('a mock', () => {
  it('answers from the contract until it is closed, and leaves nothing behind', async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
    const contract = await contractOf({ '/pets/{id}': getting('readPet', pets, { parameters: [ID] }) })

    const mock = await startPrism({ contract })
    const answer = await answerOf(`${mock.baseUrl}/pets/7`)
    await mock.close()
    const { outcome } = await transport.send({ method: 'GET', url: `${mock.baseUrl}/pets/7`, headers: [] })

    expect(answer).toEqual({ status: 200, body: { name: 'Rex' } })
    expect(outcome).toMatchObject({ kind: 'no-response', cause: 'refused' })
    expect(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort')).toHaveLength(before)
  })

  it('tells paths that look alike apart as Prism does by itself', async () => {
    const contract = await contractOf({
      '/pets/{id}': getting('readPet', json({ type: 'string', example: 'one' }), { parameters: [ID] }),
      '/pets/mine': getting('readMine', json({ type: 'string', example: 'mine' })),
      '/pets/{id}:feed': getting('feedPet', json({ type: 'string', example: 'fed' }), { parameters: [ID] }),
      '/shops/{id}/pets': getting('listPets', json({ type: 'string', example: 'shop' }), { parameters: [ID] }),
    })
    const { baseUrl } = await start(contract)

    const paths = ['/pets/7', '/pets/mine', '/pets/%6Dine', '/shops/a%2Fb/pets']
    const bodies = await Promise.all(paths.map(async (path) => (await answerOf(baseUrl + path)).body))
    const unknown = await answerOf(`${baseUrl}/nowhere`)
    const wrongMethod = await answerOf(`${baseUrl}/pets/7`, 'DELETE')

    expect(bodies).toEqual(['one', 'mine', 'mine', 'shop'])
    expect(unknown).toMatchObject({ status: 404, body: { type: expect.stringMatching(/#NO_PATH_MATCHED_ERROR$/) } })
    expect(wrongMethod).toMatchObject({
      status: 405,
      body: { type: expect.stringMatching(/#NO_METHOD_MATCHED_ERROR$/) },
    })
  })

  it('serves documents of several files', async () => {
    await writeFile(
      join(folder, 'pet.json'),
      '{"type":"object","properties":{"name":{"type":"string","example":"Ada"}}}',
    )
    const document = {
      openapi: '3.1.0',
      info: { title: 'Split', version: '1' },
      paths: { '/pets': getting('listPets', json({ $ref: './pet.json' })) },
    }
    await writeFile(join(folder, 'openapi.json'), JSON.stringify(document))
    const { baseUrl } = await start(await loadContract(join(folder, 'openapi.json'), { cache: false }))

    expect((await answerOf(`${baseUrl}/pets`)).body).toEqual({ name: 'Ada' })
  })

  it('starts from its cache with the same answers, and without one that is damaged', async () => {
    const contract = await contractOf({ '/pets': getting('listPets', pets) })
    const cacheDir = join(folder, 'cache')

    const bodies: unknown[] = []
    for (let i = 0; i < 3; i++) {
      const mock = await start(contract, cacheDir)
      bodies.push((await answerOf(`${mock.baseUrl}/pets`)).body)
      const [file = ''] = await readdir(join(cacheDir, 'prism'))
      if (i === 1) await writeFile(join(cacheDir, 'prism', file), 'not what was written')
    }

    expect(bodies).toEqual([{ name: 'Rex' }, { name: 'Rex' }, { name: 'Rex' }])
    expect(await readdir(join(cacheDir, 'prism'))).toHaveLength(1)
  })

  it('loads its modules while the contract is being loaded', async () => {
    const contract = contractOf({ '/pets': getting('listPets', pets) })
    const mock = await startPrism({ contract })
    running.push(mock)

    expect((await answerOf(`${mock.baseUrl}/pets`)).status).toBe(200)
  })

  it('never calls the callbacks that a contract describes', async () => {
    let called = 0
    const listener = await serve((_incoming, response) => {
      called++
      response.end()
    })
    const contract = await contractOf({
      '/pets': {
        post: {
          operationId: 'orderPet',
          responses: { '202': { description: 'soon' } },
          callbacks: {
            done: { [`${listener.base}/done`]: { post: { responses: { '200': { description: 'fine' } } } } },
          },
        },
      },
    })
    const { baseUrl } = await start(contract)

    const { status } = await answerOf(`${baseUrl}/pets`, 'POST')
    await answerOf(`${baseUrl}/pets`, 'POST')
    await listener.close()

    expect([status, called]).toEqual([202, 0])
  })

  it('that cannot be had is one clear error', async () => {
    const contract = await contractOf({ '/pets': getting('listPets', pets) })
    const { port } = new URL((await start(contract)).baseUrl)

    const taken: unknown = await startPrism({ contract, port: Number(port) }).catch((error: unknown) => error)
    const broken = startPrism({
      contract: { ...contract, documents: { '': { openapi: '3.0.3', paths: { '/pets': { $ref: '#/nowhere' } } } } },
    })
    const unreadable: unknown = await broken.catch((error: unknown) => error)
    const unloaded: unknown = await startPrism({ contract: Promise.reject(new Error('no such file')) }).catch(
      (error: unknown) => error,
    )

    expect(taken).toBeInstanceOf(HarnessError)
    expect(taken).toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/^Prism could not listen: .*EADDRINUSE/),
    })
    expect(unreadable).toMatchObject({
      code: 'document',
      message: expect.stringMatching(/^Prism cannot read .*openapi.json: /),
    })
    expect(unloaded).toMatchObject({ message: 'no such file' })
  })
})

const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }

describe('a server', () => {
  it('is known as Prism by its own words', async () => {
    const { baseUrl } = await start(await contractOf({ '/pets': getting('listPets', pets) }))
    const other = await serve((_incoming, response) => {
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"type":"about:blank","status":404}')
    })

    const found = [await isPrism(baseUrl, transport), await isPrism(other.base, transport)]
    await other.close()

    expect([...found, await isPrism(other.base, transport)]).toEqual([true, false, false])
  })

  it('that is a Prism started by hand is found without the path of the server URL', async () => {
    const contract = await contractOf({ '/pets': getting('listPets', pets) }, { servers: [{ url: 'https://h/v1' }] })
    const file = join(folder, 'by-hand.json')
    await writeFile(file, JSON.stringify(contract.documents['']))
    const byHand = await prismByHand(file)

    const base = await prismBaseUrl(contract, `${byHand.url}/v1`, transport)
    const answer = await answerOf(`${base}/pets`)
    byHand.stop()

    expect([base, answer.body]).toEqual([byHand.url, { name: 'Rex' }])
  })

  it('whose documented paths begin with the path that was given keeps it', async () => {
    const contract = await contractOf({ '/v1/v1/pets': getting('listPets', pets) })
    const { baseUrl } = await start(contract)
    const shop = await serve((_incoming, response) => response.end('{}'))

    const bases = [
      await prismBaseUrl(contract, `${baseUrl}/v1`, transport),
      await prismBaseUrl(contract, baseUrl, transport),
      await prismBaseUrl(contract, shop.base, transport),
    ]
    await shop.close()

    expect(bases).toEqual([baseUrl, baseUrl, undefined])
  })
})

/** The command line of Prism in a process of its own, on a port that it is given. */
async function prismByHand(file: string): Promise<{ url: string; stop(): void }> {
  const command = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js')
  const free = await serve((_incoming, response) => response.end())
  await free.close()
  const child = spawn(process.execPath, [command, 'mock', file, '--port', String(free.port), '--host', '127.0.0.1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('is listening') && resolve())
    child.once('exit', () => reject(new Error('Prism ended')))
  })
  return { url: free.base, stop: () => void child.kill() }
}
