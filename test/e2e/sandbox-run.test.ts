import { beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../core/json.ts'
import { loadContract } from '../../spec/load.ts'
import { responseFor } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import { independentValidator } from '../laws/independent-validator.ts'
import { recordedAnswers } from '../support/recorded-answers.ts'
import { runConformance } from '../support/run-cli.ts'

describe('the packaged contract against the sandbox', () => {
  let run: Awaited<ReturnType<typeof runConformance>>
  beforeAll(async () => {
    run = await runConformance(['--seed', '7', '--profile', 'smoke'])
  }, 300_000)

  it('is the default, exercises every operation, and finds nothing', () => {
    const { results, code, stdout } = run
    expect(results.target).toMatchObject({ name: 'sandbox', stateful: true, steerable: false })
    expect(results.findings.map((finding) => `${finding.operationId} ${finding.code} ${finding.title}`)).toEqual([])
    expect(results.totals).toMatchObject({ operations: 131, operationsExercised: 131 })
    expect(results.run.verdict).toBe('pass')
    expect(code, stdout).toBe(0)
  })

  it('gets nothing but answers of the contract, by a validator that is not ours', async () => {
    const contract = await loadContract(undefined, { cache: false })
    const operations = new Map(contract.operations.map((operation) => [operation.operationId, operation]))
    const undocumented: string[] = []
    const broken: string[] = []
    let judged = 0
    for (const { operationId, status, bodies } of recordedAnswers(run.folder)) {
      // The token endpoint is no operation of the contract.
      if (operationId === 'authorize') continue
      const operation = operations.get(operationId)
      const documented = operation === undefined ? undefined : responseFor(operation, status)
      if (documented === undefined) {
        // Another method on the path is no operation of the contract.
        if (status !== 405) undocumented.push(`${operationId} ${status}`)
        continue
      }
      const schema = documented.content[0]?.schema
      if (schema === undefined) continue
      const isValid = await independentValidator(schemaView(contract, schema, 'response').schema)
      for (const body of bodies) {
        judged++
        if (!isValid(JSON.parse(body) as Json)) broken.push(`${operationId} ${status}: ${body}`)
      }
    }

    expect(broken).toEqual([])
    expect(judged).toBeGreaterThan(2_000)
    // Credentials and a limit that is no number are refused where the contract forgets to say so.
    expect(undocumented.toSorted()).toEqual(['applePaySessions 401', 'createReminder 401', 'listMerchantPlatforms 400'])
  })
})
