import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '../../core/json.ts'
import { loadContract } from '../../spec/load.ts'
import type { Contract, Operation } from '../../spec/model.ts'

/** The contract of an OpenAPI 3.1 document given by its paths and components. */
export async function contractOf(paths: JsonObject, components: JsonObject = {}): Promise<Contract> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'))
  const file = join(folder, 'openapi.json')
  const document = { openapi: '3.1.0', info: { title: 'Test', version: '1' }, paths, components }
  try {
    writeFileSync(file, JSON.stringify(document))
    return await loadContract(file, { cache: false })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A contract with one operation, `POST /things` unless said otherwise, and that operation. */
export async function oneOperation(
  operation: JsonObject,
  {
    path = '/things',
    method = 'post',
    components = {},
  }: { path?: string; method?: string; components?: JsonObject } = {},
): Promise<{ readonly contract: Contract; readonly operation: Operation }> {
  const responses = { 200: { description: 'Fine.' } }
  const contract = await contractOf(
    { [path]: { [method]: { operationId: 'op', responses, ...operation } } },
    components,
  )
  const [only] = contract.operations
  if (only === undefined) throw new Error('The document has no operation.')
  return { contract, operation: only }
}
