import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cacheDirectory, environmentName, readEnvironment } from '../../../config/environment.ts'
import { RUN_OPTIONS } from '../../../config/run-options.ts'

describe('environmentName', () => {
  it.each([
    ['seed', 'CONFORMANCE_SEED'],
    ['identityUrl', 'CONFORMANCE_IDENTITY_URL'],
    ['excludeOperation', 'CONFORMANCE_EXCLUDE_OPERATION'],
  ])('of %s is %s', (option, expected) => {
    expect(environmentName(option)).toBe(expected)
  })

  it('is another for every setting', () => {
    const names = RUN_OPTIONS.map(({ name }) => environmentName(name))

    expect(new Set(names).size).toBe(names.length)
  })
})

describe('readEnvironment', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'environment-'))
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  it('adds what a .env file says, and never overrides what is really set', () => {
    writeFileSync(
      join(folder, '.env'),
      'PATH=/from/file\n# a comment\nexport CONFORMANCE_SEED=7\nCONFORMANCE_TAG="a, b" # why\nEMPTY=\n',
    )

    const environment = readEnvironment(folder)

    expect(environment['PATH']).toBe(process.env['PATH'])
    expect(environment).toMatchObject({ CONFORMANCE_SEED: '7', CONFORMANCE_TAG: 'a, b', EMPTY: '' })
  })

  it('is the process environment where there is no .env file', () => {
    expect(readEnvironment(folder)).toEqual(process.env)
    expect(readEnvironment(join(folder, 'nowhere'))).toEqual(process.env)
  })
})

describe('cacheDirectory', () => {
  it.each([
    ['linux', {}, join(homedir(), '.cache')],
    ['freebsd', {}, join(homedir(), '.cache')],
    ['darwin', {}, join(homedir(), 'Library', 'Caches')],
    ['win32', {}, join(homedir(), 'AppData', 'Local')],
    ['win32', { LOCALAPPDATA: '/local' }, '/local'],
    ['linux', { XDG_CACHE_HOME: '/cache' }, '/cache'],
    ['darwin', { XDG_CACHE_HOME: '/cache' }, '/cache'],
    ['linux', { XDG_CACHE_HOME: '' }, join(homedir(), '.cache')],
    ['linux', { XDG_CACHE_HOME: 'relative/cache' }, join(homedir(), '.cache')],
  ] as const)('on %s with %j is below %s', (platform, environment, base) => {
    expect(cacheDirectory(environment, platform)).toBe(join(base, 'payroc-conformance'))
  })
})
