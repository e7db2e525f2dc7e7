import { expect, it } from 'vitest'
import type { RequestDraft } from '../../../../core/case.ts'
import { createGuessedEquipment } from '../../../../run/scenario/guessed-equipment.ts'

const about = (terminal: string, serialNumber = 'D7'): RequestDraft => ({
  operationId: 'submit',
  path: { serialNumber },
  query: {},
  header: {},
  cookie: {},
  body: { kind: 'value', mediaType: 'application/json', value: { terminal } },
})

it('takes a refusal for one of equipment that nobody named, until the target has accepted it', () => {
  const guessed = createGuessedEquipment([
    { value: '1001', setting: 'TERMINAL' },
    { value: 'D1', setting: 'DEVICE' },
  ])

  expect(guessed.doubt(about('1001', 'D1'), 404)).toBe(
    'the target may not know 1001 and D1, which nobody named: set TERMINAL and DEVICE',
  )
  guessed.note(about('1001', 'D1'), 404)
  guessed.note(about('1001'), 202)
  expect(guessed.doubt(about('1001'), 404)).toBeUndefined()
  expect(guessed.doubt(about('1001', 'D1'), 400)).toContain('set DEVICE')
})

it('doubts nothing else', () => {
  const guessed = createGuessedEquipment([{ value: '1001', setting: 'TERMINAL' }])

  expect(guessed.doubt(about('1002'), 404)).toBeUndefined()
  expect(guessed.doubt(about('1001'), 409)).toBeUndefined()
  expect(createGuessedEquipment([]).doubt(about('1001'), 404)).toBeUndefined()
})
