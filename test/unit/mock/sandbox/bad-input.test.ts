import { connect } from 'node:net'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HarnessError } from '../../../../core/harness-error.ts'
import { startSandbox } from '../../../../mock/sandbox/start-sandbox.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

describe('a sandbox that gets bad input', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ bodyLimit: 10_000 })
  })

  afterAll(() => client.close())

  const isUp = async (): Promise<boolean> => (await client.ask('GET', '/payments/M2MJOG6O2Y')).status === 200

  /** Writes bytes and gives back the first line of what comes, or `closed`. */
  const raw = (text: string): Promise<string> => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const socket = connect(Number(new URL(client.sandbox.baseUrl).port), '127.0.0.1', () => socket.write(text))
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n', 1)[0] as string)
      socket.destroy()
    })
    socket.once('error', () => resolve('closed'))
    socket.once('close', () => resolve('closed'))
    return promise
  }

  it.each([
    ['what is no HTTP', '\x16\x03\x01 hello\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    ['a header without a name', 'GET /v1/payments HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
    [
      'a length that is no number',
      'POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n',
      'HTTP/1.1 400 Bad Request',
    ],
    ['an endless header', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`, 'HTTP/1.1 400 Bad Request'],
    ['a path that cannot be decoded', 'GET /v1/payments/%zz HTTP/1.1\r\nHost: x\r\n\r\n', 'HTTP/1.1 404 Not Found'],
    ['a URL for a path', 'GET http://x/v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n', 'HTTP/1.1 404 Not Found'],
    ['no path', 'GET * HTTP/1.1\r\nHost: x\r\n\r\n', 'HTTP/1.1 404 Not Found'],
  ])('answers %s and stays up', async (_what, text, expected) => {
    expect(await raw(text)).toBe(expected)
    expect(await isUp()).toBe(true)
  })

  it('answers 413 to a body that is too large, and stays up', async () => {
    const { status, json } = await client.ask(
      'POST',
      '/processing-terminals/1234001/secure-tokens/MREF_abc1de23-f4a5-6789-bcd0-12e345678901fa/update-account',
      { raw: JSON.stringify({ note: 'x'.repeat(20_000) }) },
    )

    expect([status, json['title']]).toEqual([413, 'Payload too large'])
    expect(await isUp()).toBe(true)
  })

  it('stays up when clients break off', async () => {
    const port = Number(new URL(client.sandbox.baseUrl).port)
    for (let i = 0; i < 20; i++) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"a":')
        socket.destroy()
        resolve()
      })
      await promise
    }

    expect(await isUp()).toBe(true)
  })

  it('serves others while a slow client takes its time', async () => {
    const socket = connect(Number(new URL(client.sandbox.baseUrl).port), '127.0.0.1', () =>
      socket.write('POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'),
    )

    expect(await isUp()).toBe(true)
    socket.destroy()
  })

  it('says which port is taken', async () => {
    const port = Number(new URL(client.sandbox.baseUrl).port)

    await expect(startSandbox({ port })).rejects.toMatchObject({
      code: 'usage',
      message: `port ${port} is already in use`,
      hint: 'Choose another port, or 0 for a free one.',
    })
  })

  it('suggests the fault that was meant', async () => {
    await expect(startSandbox({ faults: ['capture-twice-acepted'] })).rejects.toBeInstanceOf(HarnessError)
    await expect(startSandbox({ faults: ['poll-returns-at-onse'] })).rejects.toMatchObject({
      code: 'usage',
      message: 'there is no fault named "poll-returns-at-onse"',
      hint: 'Did you mean "poll-returns-at-once"?',
    })
  })
})

describe('the state file of a sandbox', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'))
  const file = join(folder, 'state.json')

  afterAll(() => rmSync(folder, { recursive: true }))

  it('keeps what was created, and the moved clock, over a restart', async () => {
    const before = await openSandbox({ stateFile: file })
    const submitted = await before.ask('POST', '/devices/1850010868/payment-instructions', {
      body: { processingTerminalId: '1021', order: { orderId: 'A1', currency: 'USD', amount: 1000 } },
    })
    const path = `/payment-instructions/${String(submitted.json['paymentInstructionId'])}`
    await before.ask('GET', path)
    await before.admin('POST', '/clock', { days: 3 })
    await before.close()

    const after = await openSandbox({ stateFile: file })
    const instruction = await after.ask('GET', path)
    const clock = await after.admin('GET', '/clock')
    const another = await after.ask('POST', '/devices/1850010868/payment-instructions', {
      body: { processingTerminalId: '1021', order: { orderId: 'A2', currency: 'USD', amount: 1000 } },
    })
    await after.close()

    expect(instruction.json['status']).toBe('completed')
    expect(clock.json['movedMs']).toBe(3 * 86_400_000)
    expect(another.json['paymentInstructionId']).not.toBe(submitted.json['paymentInstructionId'])
  })

  it('lets devices end what was in progress when it was written', async () => {
    const before = await openSandbox({ stateFile: file })
    await before.admin('PUT', '/devices/1850010868', { behaviour: 'wait' })
    const submitted = await before.ask('POST', '/devices/1850010868/payment-instructions', {
      body: { processingTerminalId: '1021', order: { orderId: 'A1', currency: 'USD', amount: 1000 } },
    })
    await before.close()
    const saved = readFileSync(file, 'utf8')
    writeFileSync(file, saved.replace('"behaviour":"wait"', '"behaviour":"complete"'))

    const after = await openSandbox({ stateFile: file })
    const { json } = await after.ask('GET', `/payment-instructions/${String(submitted.json['paymentInstructionId'])}`)
    await after.close()

    expect(json['status']).toBe('completed')
  })

  it.each([
    ['no JSON', 'nonsense', 'is not a state file of the sandbox'],
    ['another JSON', '{"a":1}', 'is not a state file of the sandbox'],
    ['a part of one', '{"payrocSandboxState":1,"collections":{}}', 'is not a state file of the sandbox'],
    ['a newer one', '{"payrocSandboxState":99}', 'is of version 99; this version of the sandbox reads 1'],
  ])('is refused when it is %s', async (_what, text, expected) => {
    const bad = join(folder, 'bad.json')
    writeFileSync(bad, text)

    await expect(startSandbox({ stateFile: bad })).rejects.toMatchObject({
      code: 'configuration',
      message: `${bad} ${expected}`,
      hint: 'Name a file that the sandbox wrote, or one that does not exist yet.',
    })
  })

  it('is refused when it is a folder', async () => {
    await expect(startSandbox({ stateFile: folder })).rejects.toMatchObject({ code: 'configuration' })
  })
})
