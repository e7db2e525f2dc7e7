import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../core/event.ts'
import { createNdjsonSink, readEvents } from '../../../reports/ndjson.ts'
import { finishedCase, exchange, request, sampleRun } from './sample-run.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ndjson-'))
})

afterEach(() => rm(folder, { recursive: true }))

describe('the record of a run', () => {
  it('gives back the events that were appended, in order', async () => {
    const sink = createNdjsonSink(join(folder, 'deep', 'run'))

    for (const event of sampleRun) sink.append(event)
    sink.close()

    expect(await Array.fromAsync(readEvents(join(folder, 'deep', 'run')))).toEqual(sampleRun)
  })

  it('keeps line separators, lone surrogates and bodies longer than a read', async () => {
    const content = `\u2028\u2029\ud800\r\n${'ä'.repeat(400_000)}`
    const body = { encoding: 'text', content, bytes: 1, truncated: false } as const
    const event = finishedCase({ exchanges: [exchange({ request: request({ body }) })] })
    const sink = createNdjsonSink(folder)

    sink.append(event)
    sink.append(event)
    sink.close()

    expect(await Array.fromAsync(readEvents(folder))).toEqual([event, event])
  })

  it('is on disk soon after an event, without closing', async () => {
    const sink = createNdjsonSink(folder)

    sink.append(sampleRun[0] as RunEvent)
    await after(300)

    expect(await Array.fromAsync(readEvents(folder))).toEqual([sampleRun[0]])
    sink.close()
  })

  it('survives the kill of the process that writes it', async () => {
    const module = JSON.stringify(join(import.meta.dirname, '../../../reports/ndjson.ts'))
    const script = `
      import { createNdjsonSink } from ${module}
      const sink = createNdjsonSink(${JSON.stringify(folder)})
      for (let i = 0; i < 5000; i++) sink.append({ type: 'skipped', what: String(i), reason: 'x'.repeat(100) })
      setTimeout(() => console.log('appended'), 200)
      setInterval(() => {}, 1000)`
    const writer = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(writer.stdout, 'data')

    writer.kill('SIGKILL')
    await once(writer, 'exit')

    const events = await Array.fromAsync(readEvents(folder))
    expect(events).toHaveLength(5000)
    expect(events.at(-1)).toMatchObject({ what: '4999' })
  })

  it('leaves out a torn last line', async () => {
    const sink = createNdjsonSink(folder)
    sink.append(sampleRun[0] as RunEvent)
    sink.close()

    await appendFile(join(folder, 'run.ndjson'), '{"type":"case-fin')

    expect(await Array.fromAsync(readEvents(folder))).toEqual([sampleRun[0]])
  })

  it('refuses a file that is damaged before its end', async () => {
    const lines = [JSON.stringify(sampleRun[0]), '{"type":', JSON.stringify(sampleRun[1])]
    await writeFile(join(folder, 'run.ndjson'), lines.join('\n'))

    const reading = Array.fromAsync(readEvents(folder))

    await expect(reading).rejects.toThrow(`Line 2 of ${join(folder, 'run.ndjson')} is not an event of a run.`)
  })

  it('names the file where there is no record', async () => {
    const reading = Array.fromAsync(readEvents(join(folder, 'none')))

    await expect(reading).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(join(folder, 'none', 'run.ndjson')),
    })
  })

  it('names the folder that cannot be written', async () => {
    await writeFile(join(folder, 'file'), '')

    expect(() => createNdjsonSink(join(folder, 'file', 'run'))).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(join(folder, 'file', 'run')) }),
    )
  })

  it('replaces the record of an older run in the same folder', async () => {
    await writeFile(join(folder, 'run.ndjson'), 'old\nolder\n')
    const sink = createNdjsonSink(folder)

    sink.close()
    sink.close()

    expect(await readFile(join(folder, 'run.ndjson'), 'utf8')).toBe('')
  })
})
