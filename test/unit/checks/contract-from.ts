import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadContract } from '../../../spec/load.ts'
import type { Contract } from '../../../spec/model.ts'

const loaded = new Map<string, Promise<Contract>>()

/** A contract from a document in memory, loaded the way a user's file is; once for equal documents, as it is immutable. */
export function contractFrom(document: object): Promise<Contract> {
  const text = JSON.stringify(document)
  const contract = loaded.get(text) ?? load(text)
  loaded.set(text, contract)
  return contract
}

async function load(text: string): Promise<Contract> {
  const folder = await mkdtemp(join(tmpdir(), 'contract-'))
  try {
    const file = join(folder, 'openapi.json')
    await writeFile(file, text)
    return await loadContract(file, { cache: false })
  } finally {
    await rm(folder, { recursive: true })
  }
}

export interface AnswerShape {
  readonly mediaType?: string
  readonly schema?: unknown
  readonly schemas?: Readonly<Record<string, unknown>>
  readonly openapi?: string
  /** Merged over the one response that there is. */
  readonly response?: object
  readonly status?: string
  /** Merged over the operation. */
  readonly operation?: object
  readonly path?: string
  readonly method?: string
}

/** A contract with one operation, `ask`, and one documented response. */
export function contractOf({
  mediaType = 'application/json',
  schema,
  schemas = {},
  openapi = '3.1.0',
  response = {},
  status = '200',
  operation = {},
  path = '/things',
  method = 'get',
}: AnswerShape = {}): Promise<Contract> {
  const content = schema === undefined ? {} : { content: { [mediaType]: { schema } } }
  return contractFrom({
    openapi,
    info: { title: 'Things', version: '1' },
    components: { schemas },
    paths: {
      [path]: {
        [method]: {
          operationId: 'ask',
          responses: { [status]: { description: 'the answer', ...content, ...response } },
          ...operation,
          ...(path.includes('{')
            ? { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] }
            : {}),
        },
      },
    },
  })
}
