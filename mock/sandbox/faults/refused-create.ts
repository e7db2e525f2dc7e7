import type { Fault } from '../fault.ts'

export const refusedCreateKept: Fault = {
  name: 'refused-create-is-kept',
  group: 'lifecycle',
  describe: 'What a POST creates is kept although the request breaks the contract and is refused.',
  expectedCheck: 'failed-create-has-no-effect',
}
