import { expect, it } from 'vitest'
import { loadContract } from '../../../spec/load.ts'
import { CATALOGUE } from '../../../suites/catalogue.ts'
import { PAYROC_OPERATIONS } from '../../../suites/payroc-operation.ts'

const contract = await loadContract()

it('names the operations of the packaged document, all and no others', () => {
  expect(PAYROC_OPERATIONS).toEqual(contract.operations.map(({ operationId }) => operationId))
})

it('fits the packaged document', () => {
  expect(CATALOGUE.fits(contract)).toBe(true)
})

it('has every id once', () => {
  const ids = CATALOGUE.entries.map(({ id }) => id)

  expect(ids).toEqual([...new Set(ids)])
})
