import { describe, expect, it } from 'vitest'
import { child, parentOf, tokensOf, valueAt } from '../../../core/json-pointer.ts'

describe('a JSON pointer', () => {
  it('escapes what it is built from, and gives it back', () => {
    const pointer = child('#', 'a/b', 'c~d', 0, '')

    expect(pointer).toBe('#/a~1b/c~0d/0/')
    expect(tokensOf(pointer)).toEqual(['a/b', 'c~d', '0', ''])
  })

  it('takes a # further on for a part of a name', () => {
    expect(tokensOf('/languages/C#')).toEqual(['languages', 'C#'])
    expect(valueAt({ languages: { 'C#': 1 } }, '/languages/C#')).toBe(1)
  })

  it('leads to the root when it is empty', () => {
    expect(valueAt({ a: 1 }, '')).toEqual({ a: 1 })
    expect(valueAt([1], '#')).toEqual([1])
  })

  it('leads nowhere where there is no such member', () => {
    expect(valueAt({ a: [1] }, '/a/1')).toBeUndefined()
    expect(valueAt({ a: [1] }, '/a/')).toBeUndefined()
    expect(valueAt({ a: [1] }, '/a/0/x')).toBeUndefined()
    expect(valueAt({}, '/constructor')).toBeUndefined()
  })

  it('has a parent unless it is a root', () => {
    expect(parentOf('#/a/b')).toBe('#/a')
    expect(parentOf('#/a')).toBe('#')
    expect(parentOf('/a')).toBe('')
    expect(parentOf('#')).toBeUndefined()
    expect(parentOf('')).toBeUndefined()
  })
})
