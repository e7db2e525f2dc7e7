import { describe, expect, it } from 'vitest'
import { validRequestIsAccepted } from '../../../checks/valid-request-is-accepted.ts'
import type { Intent } from '../../../core/case.ts'
import type { Contract } from '../../../spec/model.ts'
import { contractOf } from './contract-from.ts'
import { said, type Recorded } from './recorded.ts'

const valid: Intent = { kind: 'valid' }
const invalid: Intent = { kind: 'invalid', constraint: { description: 'x', document: '#', payload: '' } }

const documented = (): Promise<Contract> => contractOf({ status: '4XX', path: '/things/{id}' })

const refused = async (
  status: number,
  stateful: boolean,
  rest: Recorded = {},
  intent: Intent = valid,
): Promise<boolean> =>
  said(validRequestIsAccepted, await documented(), { status, ...rest }, { stateful, intent }).length > 0

describe('valid-request-is-accepted', () => {
  it.each([400, 404, 405, 406, 409, 415, 422])(
    'does not let a server without memory refuse with %i',
    async (status) => {
      expect(await refused(status, false)).toBe(true)
    },
  )

  it.each([405, 406, 411, 415])('does not let a server with memory refuse with %i', async (status) => {
    expect(await refused(status, true)).toBe(true)
  })

  it.each([400, 402, 404, 409, 410, 412, 422, 423, 428])('lets a server with memory refuse with %i', async (status) => {
    expect(await refused(status, true)).toBe(false)
  })

  it.each([401, 403, 407, 429])('leaves %i to the runner', async (status) => {
    expect(await refused(status, false)).toBe(false)
  })

  it.each([200, 204, 302, 500, 503])('has nothing to say of %i', async (status) => {
    expect(await refused(status, false)).toBe(false)
  })

  it('has nothing to say of invalid requests, of none, and of answers that were asked for', async () => {
    expect(await refused(400, false, {}, invalid)).toBe(false)
    expect(await refused(404, false, { requestHeaders: [['prefer', 'code=404']] })).toBe(false)
    expect(said(validRequestIsAccepted, await documented(), { status: 400 }, { stateful: false })).toEqual([])
  })

  it('leaves an undocumented refusal to the check of statuses', async () => {
    const contract = await contractOf({})

    expect(said(validRequestIsAccepted, contract, { status: 415 }, { intent: valid, stateful: false })).toEqual([])
  })

  it('leaves a refusal that is itself broken to the checks of its content', async () => {
    const contract = await contractOf({
      status: '4XX',
      mediaType: 'application/problem+json',
      schema: { type: 'object' },
    })
    const wellFormed = { type: 'about:blank', title: 'No', status: 400, detail: 'no' }
    const answers: readonly Recorded[] = [
      { contentType: 'application/problem+json', json: wellFormed },
      { contentType: 'application/problem+json', json: { ...wellFormed, status: '400' } },
      { contentType: 'text/html', text: '<p>no</p>' },
    ]

    const counts = answers.map((answer) => {
      const recorded = { status: 400, ...answer }
      return said(validRequestIsAccepted, contract, recorded, { intent: valid, stateful: false }).length
    })

    expect(counts).toEqual([1, 0, 0])
  })

  it('counts an unknown id that needs no documenting as a refusal of a server without memory', async () => {
    const contract = await contractOf({ path: '/things/{id}' })

    expect(said(validRequestIsAccepted, contract, { status: 404 }, { intent: valid, stateful: false })).toHaveLength(1)
    expect(said(validRequestIsAccepted, contract, { status: 404 }, { intent: valid, stateful: true })).toEqual([])
  })

  it('repeats what the server says of it', async () => {
    const found = said(
      validRequestIsAccepted,
      await documented(),
      { status: 415, json: { title: 'x', detail: 'JSON only' } },
      { intent: valid },
    )

    expect(found).toEqual([['A valid request was refused with 415', 'the request to be accepted', '415: JSON only']])
  })
})
