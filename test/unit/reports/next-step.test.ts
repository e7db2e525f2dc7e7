import { describe, expect, it } from 'vitest'
import { CHECKS } from '../../../checks/all.ts'
import { sequenceChecks } from '../../../checks/sequences/all.ts'
import { nextStepOf } from '../../../reports/next-step.ts'
import { finding } from './sample-run.ts'

const ALL = [...CHECKS, ...sequenceChecks]

describe('what to look at next', () => {
  it.each(ALL.map(({ code, lookAt }) => [code, lookAt]))('is said by %s in a line of its own', (_code, lookAt) => {
    expect(lookAt).toMatch(/^[A-Z].{30,130}\.$/)
    expect(ALL.filter((check) => check.lookAt === lookAt)).toHaveLength(1)
  })

  it('is what the check says, with more where the finding came and went', () => {
    const shown = finding({ lookAt: 'The log.' })

    expect(nextStepOf(shown)).toBe('The log.')
    expect(nextStepOf({ ...shown, flaky: { attempts: 2, failures: 1 } })).toMatch(/^The log\. It came and went: /)
  })

  it('is said for findings of older recordings, too', () => {
    expect(nextStepOf({})).toContain('the marked line of the contract')
  })
})
