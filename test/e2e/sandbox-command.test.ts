import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli, startCli, temporaryFolder } from '../support/run-cli.ts'

/** Starts the command on free ports; resolves with what it printed when it is up. */
async function started(args: readonly string[], cwd: string = temporaryFolder()) {
  const { child, ended } = startCli(['sandbox', '--port', '0', '--identity-port', '0', ...args], { cwd })
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  while (!printed.includes('-d ')) await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
  const fact = (name: string): string => new RegExp(`^ +${name} +(\\S+)$`, 'm').exec(printed)?.[1] ?? ''
  return { child, ended, printed, fact }
}

describe('payroc-conformance sandbox', () => {
  it('says where it is and what to type, serves, and ends with 0 when it is stopped', async () => {
    const { child, ended, printed, fact } = await started(['--api-key', 'my-key', '--log'])

    const authorized = await fetch(fact('tokens'), { method: 'POST', headers: { 'x-api-key': 'my-key' } })
    const refused = await fetch(fact('tokens'), { method: 'POST', headers: { 'x-api-key': 'sandbox-api-key' } })
    child.kill('SIGINT')
    const { code, stdout, stderr } = await ended

    expect([authorized.status, refused.status]).toEqual([200, 401])
    expect(printed).toContain(`curl -i ${fact('API')}/devices/1850010868/payment-instructions`)
    expect([fact('API key'), fact('terminal'), fact('device')]).toEqual(['my-key', '1021', '1850010868'])
    expect(stdout.slice(printed.length)).toBe('200 POST /authorize\n401 POST /authorize\n')
    expect([code, stderr]).toEqual([0, ''])
  })

  it('writes the state when it is stopped, and ends with 0 on SIGTERM, too', async () => {
    const cwd = temporaryFolder()
    const { child, ended } = await started(['--state', 'state.json'], cwd)

    child.kill('SIGTERM')
    const { code } = await ended

    expect(code).toBe(0)
    expect(existsSync(join(cwd, 'state.json'))).toBe(true)
  })

  it('lists the faults with the check that should find each', async () => {
    const { code, stdout } = await runCli(['sandbox', '--list-faults'])

    const lines = stdout.trim().split('\n')
    expect(code).toBe(0)
    expect(lines[0]).toMatch(/^group +fault +expected check +what goes wrong$/)
    expect(lines.length).toBeGreaterThan(60)
    expect(stdout).toMatch(/^instruction +poll-returns-at-once +poll-holds-until-change +A poll of an /m)
  })

  it('ends with 2 and the nearest name for an unknown fault', async () => {
    const { code, stderr } = await runCli(['sandbox', '--port', '0', '--identity-port', '0', '--fault', 'key-ignore'])

    expect([code, stderr]).toEqual([
      2,
      'error (usage): there is no fault named "key-ignore"\nDid you mean "key-ignored"?\n',
    ])
  })

  it('ends with 2 when a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo

    const { code, stderr } = await runCli(['sandbox', '--port', '0', '--identity-port', String(port)])
    other.close()

    expect([code, stderr]).toEqual([
      2,
      `error (usage): port ${port} is already in use\nChoose another port, or 0 for a free one.\n`,
    ])
  })

  it('ends with 2 for a state file that is none', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'state.json'), 'nonsense')

    const { code, stderr } = await runCli(['sandbox', '--port', '0', '--state', 'state.json'], { cwd })

    expect([code, stderr]).toEqual([
      2,
      'error (configuration): state.json is not a state file of the sandbox\n' +
        'Name a file that the sandbox wrote, or one that does not exist yet.\n',
    ])
  })

  it.each([
    [['--port', 'many'], "error: option '--port <n>' argument 'many' is invalid. Expected an integer from 0 to 65535."],
    [
      ['--api-key', ''],
      "error: option '--api-key <key>' argument '' is invalid. Expected a key of visible ASCII characters.",
    ],
  ])('ends with 2 for %j', async (args, message) => {
    const { code, stderr } = await runCli(['sandbox', ...args])

    expect([code, stderr]).toEqual([2, `${message}\nSee: payroc-conformance sandbox --help\n`])
  })
})
