import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isJsonObject, type Json } from '../../core/json.ts'
import { openSandbox, type SandboxClient } from '../support/sandbox.ts'

interface Step {
  readonly commands: string
  /** The answer as the page shows it; `undefined` where it shows none. */
  readonly shown: Json | undefined
}

/** Stands between the outputs of two steps. */
const MARK = '=== next step ==='

describe('the page about the sandbox', () => {
  let client: SandboxClient
  let outputs: readonly string[]
  const steps = stepsOf(readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8'))

  beforeAll(async () => {
    client = await openSandbox()
    const port = await freePort()
    const script = steps
      .map(({ commands }) => commands)
      .join(`\necho; echo '${MARK}'\n`)
      .replace('http://127.0.0.1:4020/v1', client.sandbox.baseUrl)
      .replace('http://127.0.0.1:4021/authorize', client.sandbox.identityUrl)
      .replace('http://127.0.0.1:4020/__sandbox', client.sandbox.adminUrl)
      .replaceAll('127.0.0.1:4022', `127.0.0.1:${port}`)
      .replaceAll('listen(4022', `listen(${port}`)
    const { stdout } = await promisify(execFile)('bash', ['-c', script])
    outputs = stdout.split(MARK)
  })

  afterAll(() => client.close())

  it.each(steps.map((step, i) => [step.commands.trim().split('\n').at(-1), i] as const))(
    'shows what %s answers',
    (_command, i) => {
      const { shown } = steps[i] as Step
      const output = (outputs[i] ?? '').trim()

      if (shown === undefined) expect(output).not.toContain('"status":4')
      else expect(cutTo(JSON.parse(output) as Json, shown)).toEqual(shown)
    },
  )
})

/** A port for the receiver of the page, whose own may be taken. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

function stepsOf(page: string): readonly Step[] {
  const blocks = [...page.matchAll(/```(sh|json)\n([\s\S]*?)```/g)].map(([, kind, text]) => ({
    kind,
    text: text ?? '',
  }))
  return blocks.flatMap(({ kind, text }, i) => {
    if (kind !== 'sh') return []
    const next = blocks[i + 1]
    return [{ commands: text, shown: next?.kind === 'json' ? (JSON.parse(next.text) as Json) : undefined }]
  })
}

/** What the page shows of an answer: only the members that it names, and `…` for values that it leaves open. */
function cutTo(value: Json | undefined, shown: Json): Json {
  if (value === undefined) return null
  if (shown === '…') return '…'
  if (Array.isArray(shown)) return shown.map((item, i) => cutTo(Array.isArray(value) ? value[i] : undefined, item))
  if (!isJsonObject(shown) || !isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(shown).map(([name, member]) => [name, cutTo(value[name], member)]))
}
