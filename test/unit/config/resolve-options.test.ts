import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../../config/resolve-options.ts'
import { HarnessError } from '../../../core/harness-error.ts'

const none = { flags: {}, environment: {}, file: undefined }

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof HarnessError) return [error.code, error.message, error.hint ?? ''].join(' | ')
    throw error
  }
  throw new Error('expected an error')
}

describe('resolveOptions', () => {
  it('has a default for everything', () => {
    const options = resolveOptions(none)

    expect(options).toMatchObject({
      target: 'sandbox',
      suite: undefined,
      phase: ['examples', 'boundaries', 'random', 'invalid', 'stateful'],
      profile: 'standard',
      shard: { index: 1, count: 1 },
      timeout: 30_000,
      report: ['terminal', 'json', 'junit', 'allure', 'html'],
      strict: false,
      cache: true,
    })
  })

  it('takes a mock for another document than the packaged one', () => {
    expect(resolveOptions({ ...none, flags: { spec: 'other.yaml' } }).target).toBe('prism')
    expect(resolveOptions({ ...none, flags: { spec: 'other.yaml', target: 'sandbox' } }).target).toBe('sandbox')
  })

  it('prefers a flag to the environment, the environment to the file, the file to the default', () => {
    const file = { name: 'conformance.config.ts', values: { cases: 1, seed: 1, profile: 'deep' } }
    const environment = { CONFORMANCE_CASES: '2', CONFORMANCE_SEED: '2' }

    const options = resolveOptions({ flags: { cases: '3' }, environment, file })

    expect(options).toMatchObject({ cases: 3, seed: 2, profile: 'deep', timeout: 30_000 })
  })

  it('reads lists from comma text and from arrays', () => {
    const file = { name: 'conformance.config.ts', values: { tag: ['Cards', 'Refunds'] } }

    const options = resolveOptions({ flags: { operation: 'get*, list*' }, environment: {}, file })

    expect(options.operation).toEqual(['get*', 'list*'])
    expect(options.tag).toEqual(['Cards', 'Refunds'])
  })

  it.each([
    [{ cases: 'many' }, 'usage | --cases: expected an integer from 0, got "many" | '],
    [{ cases: '-1' }, 'usage | --cases: expected an integer from 0, got "-1" | '],
    [{ shard: '3/2' }, 'usage | --shard: expected `i/n` with i from 1 to n, such as 2/4, got "3/2" | '],
    [
      { target: 'ftp://x' },
      'usage | --target: expected `sandbox`, `prism`, the name of an environment such as `uat`, or a base URL such as http://127.0.0.1:4010/v1, got "ftp://x" | ',
    ],
    [
      { phase: 'random,statefull' },
      'usage | --phase: expected a comma list of: examples, boundaries, random, invalid, stateful, got "random,statefull" | Did you mean "stateful"?',
    ],
    [
      { report: 'terminal,markdwon' },
      'usage | --report: expected a comma list of: terminal, json, junit, allure, html, har, ctrf, wfc, github, markdown, sarif, got "terminal,markdwon" | Did you mean "markdown"?',
    ],
  ])('refuses the flags %j', (flags, message) => {
    expect(messageOf(() => resolveOptions({ ...none, flags }))).toBe(message)
  })

  it('names the variable that holds a bad value', () => {
    const environment = { CONFORMANCE_WORKERS: 'all' }

    expect(messageOf(() => resolveOptions({ ...none, environment }))).toBe(
      'configuration | CONFORMANCE_WORKERS: expected an integer from 1 to 256, got "all" | ',
    )
  })

  it('refuses a variable that sets nothing and suggests the nearest', () => {
    const environment = { CONFORMANCE_WORKER: '2', OTHER: 'x' }

    expect(messageOf(() => resolveOptions({ ...none, environment }))).toBe(
      'configuration | CONFORMANCE_WORKER is set, but there is no such setting | Did you mean "CONFORMANCE_WORKERS"?',
    )
  })

  it('names the file and key that hold a bad value', () => {
    const file = { name: 'conformance.config.ts', values: { timeout: 'long' } }

    expect(messageOf(() => resolveOptions({ ...none, file }))).toBe(
      'configuration | conformance.config.ts: timeout: expected an integer of milliseconds from 1, got "long" | ',
    )
  })
})
