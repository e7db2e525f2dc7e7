import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from '../../../core/nearest.ts'

const commands = ['run', 'contract', 'report', 'replay']

describe('nearest', () => {
  it.each([
    ['rn', 'run'],
    ['contarct', 'contract'],
    ['REPORT', 'report'],
    ['repla', 'replay'],
    ['run', 'run'],
  ])('takes %s for %s', (word, expected) => {
    expect(nearest(word, commands)).toBe(expected)
  })

  it.each(['', 'x', 'deploy-all', 'certify'])('takes %j for nothing', (word) => {
    expect(nearest(word, commands)).toBeUndefined()
  })

  it('does not take a word for one that shares no letter with it', () => {
    expect(nearest('x', ['y', 'ab'])).toBeUndefined()
    expect(nearest('ab', ['cd'])).toBeUndefined()
  })

  it('prefers the closest, and the first of equals', () => {
    expect(nearest('getOrdr', ['getOrders', 'getOrder'])).toBe('getOrder')
    expect(nearest('gat', ['get', 'got'])).toBe('get')
  })

  it('forgives more in longer words', () => {
    expect(nearest('listSettlementTransations', ['listSettledTransactions'])).toBe('listSettledTransactions')
  })
})

describe('didYouMean', () => {
  it('asks, or says nothing', () => {
    expect(didYouMean('contarct', commands)).toBe('Did you mean "contract"?')
    expect(didYouMean('certify', commands)).toBeUndefined()
  })
})
