import { expectTypeOf, it, type Assertion } from 'vitest'
import { PAYROC_OPERATIONS } from '../../suites/payroc-operation.ts'
import {
  test,
  type Answer,
  type DeviceBehaviour,
  type PayrocOperation,
  type ScenarioFixtures,
  type TestApi,
  type TestCall,
} from '../../suites/vitest.ts'

it('takes the operation ids of the contract and no others', () => {
  expectTypeOf<Parameters<TestApi>[0]>().toEqualTypeOf<PayrocOperation>()
  expectTypeOf<'sendPaymentInstruction'>().toExtend<PayrocOperation>()
  expectTypeOf<'sendPaymentInstructions'>().not.toExtend<PayrocOperation>()
  expectTypeOf(PAYROC_OPERATIONS[0]).toExtend<PayrocOperation>()
})

it('leaves what is expected to the test, and takes one status or several', () => {
  expectTypeOf<object>().toExtend<TestCall>()
  expectTypeOf<{ expect: 202 }>().toExtend<TestCall>()
  expectTypeOf<{ expect: [200, 204] }>().toExtend<TestCall>()
  expectTypeOf<{ expect: '202' }>().not.toExtend<TestCall>()
  expectTypeOf<{ expect: [] }>().not.toExtend<TestCall>()
})

it('gives tests the fixtures of a scenario', () => {
  expectTypeOf<ScenarioFixtures['api']>().returns.resolves.toEqualTypeOf<Answer>()
  expectTypeOf<ScenarioFixtures['device']['will']>().parameter(0).toEqualTypeOf<DeviceBehaviour>()
  expectTypeOf<ScenarioFixtures['scenario']['terminal']>().toEqualTypeOf<string>()
  expectTypeOf(test).toBeFunction()
})

it('adds the matchers to those of vitest', () => {
  expectTypeOf<Assertion<void, Answer>['toConform']>().toEqualTypeOf<() => void>()
  expectTypeOf<Assertion<void, Answer>['toBeProblem']>().toEqualTypeOf<(type?: string) => void>()
})
