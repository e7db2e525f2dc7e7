import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { contractPlace, uriOf } from '../../../reports/contract-place.ts'
import { annotations, createGithubReporter } from '../../../reports/github.ts'
import { markdownSummary } from '../../../reports/markdown.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { eventsOf, known, richRun } from './rich-run.ts'
import { finding, finishedCase, sampleRun, started } from './sample-run.ts'

describe('the GitHub report', () => {
  it('annotates the line of the contract', async () => {
    const result = await foldEvents(sampleRun)

    expect(annotations(result, { cwd: '/w/repo/api', root: '/w/repo' })).toBe(
      '::error file=api/pets.yaml,line=21,title=status-code-is-documented%3A createPet::' +
        'The status 418 is not documented.%0Aexpected 201, 400 or 404%0Acame 418%0A' +
        'npx payroc-conformance replay run-1 --case createPet/random/2\n',
    )
  })

  it('keeps each command on a line of its own, whatever a server said', async () => {
    const lines = annotations(await foldEvents(richRun), {})
      .trimEnd()
      .split('\n')

    expect(lines.map((line) => /^::(\w+) /.exec(line)?.[1])).toEqual(['error', 'error', 'error', 'notice', 'warning'])
    for (const line of lines) expect(line.split('::')[1]).toMatch(/^[a-z]+ file=[^,:]+(,line=\d+)?,title=[^,:]+$/)
    expect(lines.find((line) => line.includes(known.code))).toMatch(/^::notice /)
  })

  it('annotates ten of a level, as many as GitHub shows', async () => {
    const findings = Array.from({ length: 12 }, (_, i) => finding({ fingerprint: `0${i}` }))

    const written = annotations(await foldEvents([started, finishedCase({ findings })]), {})

    expect(written.trimEnd().split('\n')).toHaveLength(10)
  })

  it('stops commands while servers are quoted, then adds to the job summary', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'github-'))
    const summaryFile = join(folder, 'summary')
    await writeFile(summaryFile, 'before\n')
    const result = await foldEvents(sampleRun)
    const stdout = new PassThrough()
    const reporter = createGithubReporter({ stdout, summaryFile, workspace: undefined, cwd: folder })

    for (const event of sampleRun) reporter.onEvent?.(event)
    stdout.write('::add-mask::of the server\n')
    await reporter.finish?.({ folder, result, events: eventsOf })
    stdout.end()

    const lines = (await text(stdout)).trimEnd().split('\n')
    const token = /^::stop-commands::(.{36})$/.exec(lines[0] ?? '')?.[1]
    expect(lines.slice(1, 3)).toEqual(['::add-mask::of the server', `::${token}::`])
    expect(lines[3]).toMatch(/^::error file=pets\.yaml,line=21,/)
    expect(await readFile(summaryFile, 'utf8')).toBe(`before\n${markdownSummary(result)}`)
    await rm(folder, { recursive: true })
  })
})

describe('the place of a contract', () => {
  it.each([
    ['api/pets.yaml', {}, 'api/pets.yaml'],
    ['pets api.yaml', { cwd: '/w/repo/a', root: '/w/repo' }, 'a/pets%20api.yaml'],
    ['../pets.yaml', { cwd: '/w/repo/a', root: '/w/repo' }, 'pets.yaml'],
    ['/elsewhere/pets.yaml', { cwd: '/w/repo', root: '/w/repo' }, 'file:///elsewhere/pets.yaml'],
    ['https://example.test/pets.yaml', { cwd: '/w' }, 'https://example.test/pets.yaml'],
  ])('%s is found from the root of the sources', (source, folders, uri) => {
    expect(uriOf(contractPlace(source, folders))).toBe(uri)
  })
})
