import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, type TestSuites } from 'junit2json'
import { describe, expect, it } from 'vitest'
import { createJunitReporter, junitDocument } from '../../../reports/junit.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { richRun } from './rich-run.ts'
import { finding, finished, finishedCase, operationEvents, sampleRun, started } from './sample-run.ts'
import { readXml, type XmlNode } from './strict-xml.ts'

/** Which elements and attributes JUnit readers know. */
const SHAPE: Readonly<
  Record<string, { readonly attributes: readonly string[]; readonly children: readonly string[] }>
> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time'], children: ['testsuite'] },
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp'],
    children: ['properties', 'testcase'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name', 'value'], children: [] },
  testcase: {
    attributes: ['name', 'classname', 'time'],
    children: ['failure', 'flakyFailure', 'error', 'skipped', 'system-out'],
  },
  failure: { attributes: ['message', 'type'], children: [] },
  flakyFailure: { attributes: ['message', 'type'], children: [] },
  error: { attributes: ['message', 'type'], children: [] },
  skipped: { attributes: ['message'], children: [] },
  'system-out': { attributes: [], children: [] },
}

function all(node: XmlNode, name: string): readonly XmlNode[] {
  return [...(node.name === name ? [node] : []), ...node.children.flatMap((inner) => all(inner, name))]
}

describe('the JUnit report', () => {
  it('has only elements and attributes that JUnit readers know, and their sums agree', async () => {
    const root = readXml(junitDocument(await foldEvents(richRun)))

    const visit = (node: XmlNode): void => {
      const shape = SHAPE[node.name]
      expect(shape, node.name).toBeDefined()
      expect(Object.keys(node.attributes).toSorted(), node.name).toEqual([...(shape?.attributes ?? [])].toSorted())
      for (const inner of node.children) {
        expect(shape?.children, node.name).toContain(inner.name)
        visit(inner)
      }
    }
    visit(root)
    for (const holder of [root, ...all(root, 'testsuite')]) {
      expect({ ...holder.attributes }).toMatchObject({
        tests: String(all(holder, 'testcase').length),
        failures: String(all(holder, 'failure').length),
        errors: String(all(holder, 'error').length),
        skipped: String(all(holder, 'skipped').length),
      })
    }
  })

  it('is read by a parser of JUnit as it was meant', async () => {
    const read = (await parse(junitDocument(await foldEvents(richRun)))) as TestSuites

    const cases = (read.testsuite ?? []).flatMap(({ testcase = [] }) => testcase)
    const failed = cases.filter(({ failure }) => failure !== undefined)
    expect([read.tests, read.failures, read.errors, cases.length]).toEqual([8, 3, 1, 8])
    expect(failed.map(({ name, classname }) => [name?.slice(0, 20), classname?.slice(0, 20)])).toEqual([
      ['createPet: POST /pet', 'operations.pets'],
      ['hostile </script><im', 'operations.</script>'],
      ['CP-01: Sale: submit,', 'scenarios.sale'],
    ])
    expect(failed[0]?.failure?.[0]?.inner).toMatch(/^ERROR {2}status-code-is-documented\nPOST \/pets \(createPet\)\n/)
    expect(cases.filter(({ skipped }) => skipped !== undefined).map(({ skipped }) => skipped?.[0]?.message)).toEqual([
      'needs a device',
      'its parameter cannot be generated',
    ])
  })

  it('has a suite per tag and a case per operation', async () => {
    const root = readXml(junitDocument(await foldEvents(sampleRun)))

    const cases = all(root, 'testsuite').map(({ attributes, children }) => [
      attributes['name'],
      ...children.filter(({ name }) => name === 'testcase').map((node) => node.attributes['name']),
    ])
    expect(cases).toEqual([
      ['pets', 'listPets: GET /pets', 'createPet: POST /pets'],
      ['untagged', 'getPet: GET /pets/{id}'],
      ['skipped', 'deletePet'],
    ])
  })

  it('holds the failure block, the reason of what is inconclusive and of what was skipped', async () => {
    const root = readXml(junitDocument(await foldEvents(sampleRun)))

    const [failure] = all(root, 'failure')
    expect(failure?.attributes).toEqual({
      message: 'The status 418 is not documented.',
      type: 'status-code-is-documented',
    })
    expect(failure?.text.split('\n').slice(0, 3)).toEqual([
      'ERROR  status-code-is-documented',
      'POST /pets (createPet)',
      'The status 418 is not documented.',
    ])
    expect(all(root, 'error').map(({ attributes }) => attributes['message'])).toEqual(['no answer: connection reset'])
    expect(all(root, 'skipped').map(({ attributes }) => attributes['message'])).toEqual([
      'its parameter cannot be generated',
    ])
  })

  it('has a case per scenario, with its findings, steps and reason', async () => {
    const root = readXml(junitDocument(await foldEvents(richRun)))

    const scenarios = all(root, 'testcase').filter(({ attributes }) =>
      attributes['classname']?.startsWith('scenarios.'),
    )
    expect(
      scenarios.map(({ attributes, children }) => [
        attributes['name'],
        children[0]?.name,
        children[0]?.attributes['message'],
      ]),
    ).toEqual([
      ['CP-01: Sale: submit, poll, follow the link, read the payment', 'failure', 'The poll did not hold.'],
      ['CP-02: Refund', 'skipped', 'needs a device'],
    ])
    expect(scenarios[0]?.children[1]?.text).toContain('fail Submit a payment instruction')
  })

  it('fails nothing for known findings and those that did not come again, but shows them', async () => {
    const root = readXml(junitDocument(await foldEvents(richRun)))

    const renamed = all(root, 'testcase').find(({ attributes }) => attributes['name'] === 'rename: PUT /pets/{id}')
    expect(renamed?.children.map(({ name }) => name)).toEqual(['flakyFailure', 'system-out'])
    expect(renamed?.children[0]?.text).toContain('  flaky     seen in 1 of 2 attempts with the same request')
    expect(renamed?.children[1]?.text).toContain(
      '  baseline  known since 2026-02-01: fixed in release 9 (payments, until 2026-12-31)',
    )
  })

  it('names the seed in each suite', async () => {
    const root = readXml(junitDocument(await foldEvents(sampleRun)))

    const seeds = all(root, 'property').filter(({ attributes }) => attributes['name'] === 'seed')
    expect(seeds.map(({ attributes }) => attributes['value'])).toEqual(['7', '7', '7'])
  })

  it('keeps every character of a server that XML can hold, and shows the others', async () => {
    const nasty = `<a b="c">&amp;]]>'\t\u0000\u0008\u001b\u000b\ufffe\ud800 😀\r`
    const findings = [finding({ title: nasty, message: nasty, actual: nasty })]
    const cases = [finishedCase({ verdict: 'fail', findings })]
    const events = operationEvents('createPet', { method: 'post', path: nasty, tags: [nasty], verdict: 'fail' }, cases)

    const root = readXml(junitDocument(await foldEvents([started, ...events, finished])))

    const escaped = String.raw`<a b="c">&amp;]]>'` + '\t' + String.raw`\u0000\u0008\u001b\u000b\ufffe\ud800 😀` + '\r'
    expect(all(root, 'failure')[0]?.attributes['message']).toBe(escaped)
    expect(all(root, 'testsuite')[0]?.attributes['name']).toBe(escaped)
  })

  it('does not lose findings of an operation that never started', async () => {
    const event = finishedCase({ findings: [finding({ operationId: 'elsewhere' })] })

    const root = readXml(junitDocument(await foldEvents([started, event, finished])))

    expect(all(root, 'failure')).toHaveLength(1)
  })

  it('is written into the run folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'junit-'))
    const result = await foldEvents(sampleRun)

    await createJunitReporter().finish?.({ folder, result, async *events() {} })

    expect(await readFile(join(folder, 'junit.xml'), 'utf8')).toBe(junitDocument(result))
    await rm(folder, { recursive: true })
  })
})
