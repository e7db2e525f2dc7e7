import { describe, expect, it } from 'vitest'
import { renderError } from '../../../cli/render-error.ts'
import { HarnessError } from '../../../core/harness-error.ts'

const plain = { debug: false }
const position = { file: 'api.yaml', line: 3, column: 5 }

describe('a mistake of the user', () => {
  it('is one line where the message says all', () => {
    expect(renderError(new HarnessError('usage', '--rate: expected a number above 0, got "0"'), plain)).toBe(
      'error (usage): --rate: expected a number above 0, got "0"\n',
    )
  })

  it('comes with its place, the lines around it and what to do', () => {
    const error = new HarnessError('document', 'expected a map', {
      position,
      excerpt: '  2 | paths:\n> 3 |   - x\n        ^',
      hint: 'Write paths as a map.',
    })

    expect(renderError(error, plain)).toBe(
      [
        'error (document): api.yaml:3:5: expected a map',
        '  2 | paths:',
        '> 3 |   - x',
        '        ^',
        'Write paths as a map.',
        '',
      ].join('\n'),
    )
  })

  it('has its place once where the message begins with it', () => {
    const error = new HarnessError('document', 'api.yaml:3:5: expected a map', { position })

    expect(renderError(error, plain)).toBe('error (document): api.yaml:3:5: expected a map\n')
  })

  it('shows stacks only when asked for, that of the cause too', () => {
    const cause = new Error('ENOENT')
    const error = new HarnessError('configuration', 'cannot be loaded', { cause })

    const text = renderError(error, { debug: true })

    expect(text).toBe(`error (configuration): cannot be loaded\n${error.stack}\ncaused by ${cause.stack}\n`)
    expect(renderError(error, plain)).toBe('error (configuration): cannot be loaded\n')
  })
})

describe('a fault of the harness', () => {
  it.each([
    [new TypeError('x is not a function'), 'x is not a function'],
    ['a string', 'a string'],
    [undefined, 'undefined'],
  ])('says so, and how to tell us more: %o', (error, message) => {
    expect(renderError(error, plain)).toBe(
      `error (internal): ${message}\nThis is a fault of payroc-conformance itself. Run again with --debug and report what it prints.\n`,
    )
  })
})
