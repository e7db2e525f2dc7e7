import { describe, expect, it } from 'vitest'
import { isShared } from '../../../run/run-tag.ts'
import type { Target } from '../../../run/target.ts'

const summary = { stateful: true, steerable: false }
const operate = async (): Promise<void> => undefined

describe('a target that later runs meet again', () => {
  it.each<[string, Pick<Target, 'operate' | 'summary'>, boolean]>([
    [
      'the sandbox of the run',
      { operate, summary: { ...summary, name: 'sandbox', baseUrl: 'http://127.0.0.1:1/v1' } },
      false,
    ],
    ['a mock', { summary: { ...summary, name: 'prism', baseUrl: 'http://127.0.0.1:1', steerable: true } }, false],
    ['a server on this machine', { summary: { ...summary, name: 'http://[::1]:1', baseUrl: 'http://[::1]:1' } }, false],
    ['a server elsewhere', { summary: { ...summary, name: 'https://a.example', baseUrl: 'https://a.example' } }, true],
    ['an environment, wherever it is', { summary: { ...summary, name: 'uat', baseUrl: 'https://127.0.0.1:1' } }, true],
  ])('is not every one: %s', (_, target, expected) => {
    expect(isShared(target)).toBe(expected)
  })
})
