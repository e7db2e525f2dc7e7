import { describe, expect, it } from 'vitest'
import { exitCodeOf, HarnessError, type HarnessErrorCode } from '../../../core/harness-error.ts'

describe('exitCodeOf', () => {
  it.each([
    ['usage', 2],
    ['configuration', 2],
    ['document', 2],
    ['target', 3],
    ['internal', 4],
  ] as const satisfies readonly (readonly [HarnessErrorCode, number])[])(
    'ends a %s error with %i',
    (code, expected) => {
      expect(exitCodeOf(new HarnessError(code, 'x'))).toBe(expected)
    },
  )

  it.each([[new TypeError('x')], ['x'], [undefined]])('takes %j for a fault of the harness', (error) => {
    expect(exitCodeOf(error)).toBe(4)
  })
})

describe('a HarnessError', () => {
  it('keeps message, hint, place, excerpt and cause', () => {
    const cause = new Error('why')
    const position = { file: 'api.yaml', line: 3, column: 5 }

    const error = new HarnessError('document', 'expected a map', {
      hint: 'Write one.',
      position,
      excerpt: '3 | x',
      cause,
    })

    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'HarnessError',
      code: 'document',
      message: 'expected a map',
      hint: 'Write one.',
      position,
      excerpt: '3 | x',
      cause,
    })
  })

  it('has no cause where none was given', () => {
    expect('cause' in new HarnessError('usage', 'x')).toBe(false)
  })
})
