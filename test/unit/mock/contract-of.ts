import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '../../../core/json.ts'
import { loadContract } from '../../../spec/load.ts'
import type { Contract } from '../../../spec/model.ts'

/** A contract with these paths and components, loaded like any other. */
export async function contractOf(paths: JsonObject, rest: JsonObject = {}): Promise<Contract> {
  const folder = await mkdtemp(join(tmpdir(), 'contract-'))
  const file = join(folder, 'openapi.json')
  const document = { openapi: '3.0.3', info: { title: 'Small', version: '1' }, paths, ...rest }
  await writeFile(file, JSON.stringify(document))
  try {
    return await loadContract(file, { cache: false })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A GET operation that answers with this content. */
export function getting(operationId: string, content: JsonObject, rest: JsonObject = {}): JsonObject {
  return { get: { operationId, responses: { '200': { description: 'fine', content } }, ...rest } }
}

/** JSON content of this schema. */
export function json(schema: JsonObject, rest: JsonObject = {}): JsonObject {
  return { 'application/json': { schema, ...rest } }
}
