import { describe, expect, it } from 'vitest'
import { pathVariables } from '../../../core/path-template.ts'

describe('the variables of a path', () => {
  it('are named once each, in the order of the template', () => {
    expect(pathVariables('/a/{b}/{c}.{b}?d={e}', [])).toEqual([
      { written: 'b', name: 'b' },
      { written: 'c', name: 'c' },
      { written: 'e', name: 'e' },
    ])
  })

  it('mean the declared parameter that they decorate', () => {
    const names = pathVariables('/{+a}/{b+}/{c*}/{d?}/{e:[a-z]+}/{f+}', ['a', 'b', 'c', 'd', 'e']).map(
      ({ name }) => name,
    )

    expect(names).toEqual(['a', 'b', 'c', 'd', 'e', 'f+'])
  })
})
