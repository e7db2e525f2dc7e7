import { noSensitiveDataInResponse } from '../checks/no-sensitive-data-in-response.ts'
import type { Json } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'
import type { Answer } from '../run/scenario/answer.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/**
 * Judges whether a number of a person, a business or an account that was sent is masked where it is shown, as it is in
 * every example of the contract. The number itself is in no record.
 *
 * @param sent - the body of the request and the pointer of the number in it
 */
export async function hidesNumber(
  tools: PayrocTools,
  answer: Answer,
  pointer: string,
  sent: { readonly body: Json; readonly pointer: string },
): Promise<boolean> {
  const whole = digitsOf(valueAt(sent.body, sent.pointer))
  return tools.observe({
    answer,
    pointer,
    holds: whole === '' || digitsOf(answer.at(pointer)) !== whole,
    expected: 'a masked number',
    rule: 'Payroc: numbers of people, businesses and accounts are shown masked',
    promise: noSensitiveDataInResponse,
  })
}

function digitsOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).replaceAll(/\D/g, '') : ''
}
