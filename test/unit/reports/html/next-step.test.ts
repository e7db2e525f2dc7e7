import { describe, expect, it } from 'vitest'
import { CHECKS } from '../../../../checks/all.ts'
import { nextStepOf } from '../../../../reports/html/next-step.ts'
import { finding } from '../sample-run.ts'

describe('what to look at next', () => {
  it.each(CHECKS.map(({ code }) => code))('is said for %s in particular', (code) => {
    expect(nextStepOf(finding({ code }))).not.toBe(nextStepOf(finding({ code: 'a-check-of-later' })))
  })

  it('speaks of the order of exchanges for promises about several', () => {
    expect(nextStepOf(finding({ code: 'update-is-visible', sequence: [] }))).toBe(
      'Read the exchanges in order: the last one contradicts an earlier one. Look at what is stored, and when, between the two.',
    )
  })
})
