import type { BrokenConstraint } from '../core/case.ts'
import { isJsonObject, type Json, jsonEquals } from '../core/json.ts'
import { child, valueAt } from '../core/json-pointer.ts'
import type { Check, Judged } from './check.ts'
import { acceptedDraft, acceptedOf, keyOfConstraint, asksAbout } from './rejection.ts'
import { responseBodyOf } from './response-body.ts'

/** Mass assignment, by the Web Fuzzing Commons. */
const MASS_ASSIGNMENT = 203

/**
 * A request that breaks one constraint of the contract is refused with a 4xx. A member that only the server sets may
 * also be ignored: then it is a finding only when the answer shows the value that was sent.
 */
export const invalidRequestIsRejected: Check = {
  code: 'invalid-request-is-rejected',
  severity: 'error',
  faults: [102],
  requirements: ['OAS 3.1 §4.8.24', 'RFC 9110 §15.5.1'],
  describe: 'A request that breaks a constraint of the contract is refused, and read-only members are never set by it.',
  lookAt:
    'Where this member is validated: the rule of the marked line is missing there, or comes after the data was used.',
  applies: (judged) => asksAbout(judged, ['data', 'read-only']),
  judge(judged) {
    const accepted = acceptedOf(judged, ['data', 'read-only'])
    if (accepted === undefined) return []
    const { constraint, response } = accepted
    if (constraint.kind !== 'read-only') {
      const place = placeOf(constraint)
      const draft = acceptedDraft(accepted, `A request with a wrong ${place} was accepted`, 'a refusal')
      return [isLoose(constraint) ? { ...draft, severity: 'warning' } : draft]
    }
    const echoed = echoOf(constraint, judged)
    if (echoed === undefined) return []
    return [
      {
        key: keyOfConstraint(constraint),
        title: `The read-only ${constraint.payload} was set by a request`,
        message:
          `Only the server sets ${constraint.payload}, but it took the value of the request: ` +
          `the answer ${response.status} has it at ${echoed}.`,
        expected: 'the value to be ignored or refused',
        actual: `the value sent, at ${echoed}`,
        document: constraint.document,
        payload: echoed,
        faults: [MASS_ASSIGNMENT],
      },
    ]
  },
}

/** JSON Schema 2020-12 §7.2.1: a format is an annotation unless a validator is told otherwise. */
function isLoose({ breakage }: BrokenConstraint): boolean {
  return breakage === 'format-annotation' || breakage === 'format-impossible'
}

/** What is wrong, for a title: the payload without indices. */
function placeOf({ payload }: BrokenConstraint): string {
  return payload === '' ? 'body' : payload.replaceAll(/\/\d+(?=\/|$)/g, '/*')
}

/** Where the response shows the value that was sent: at the same place, or below one member that wraps the answer. */
function echoOf({ payload }: BrokenConstraint, judged: Judged): string | undefined {
  const draft = judged.case?.draft.body
  const answer = responseBodyOf(judged.exchange)
  if (draft?.kind !== 'value' || answer.kind !== 'json') return undefined
  const sent = valueAt(draft.value, payload) as Json | undefined
  if (sent === undefined || payload === '') return undefined
  const wrappers = isJsonObject(answer.value) ? Object.keys(answer.value) : []
  return ['', ...wrappers.map((name) => child('', name))]
    .map((prefix) => prefix + payload)
    .find((pointer) => {
      const shown = valueAt(answer.value, pointer) as Json | undefined
      return shown !== undefined && jsonEquals(shown, sent)
    })
}
