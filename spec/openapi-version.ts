import { HarnessError } from '../core/harness-error.ts'
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import type { Contract } from './model.ts'
import { textOf } from './json-text.ts'

const SUPPORTED = 'Supported are OpenAPI 3.0.x and 3.1.x.'

export interface RecognisedDocument {
  readonly root: JsonObject
  readonly openapi: string
  readonly dialect: Contract['dialect']
  readonly warnings: readonly string[]
}

/** Sees that a parsed document is OpenAPI of a supported version. @throws HarnessError `document` saying what it is instead */
export function recogniseOpenApi(value: Json | undefined, name: string): RecognisedDocument {
  if (value === null || value === undefined) {
    throw new HarnessError('document', `${name} is empty, expected an OpenAPI document`, { hint: SUPPORTED })
  }
  if (!isJsonObject(value)) {
    const kind = Array.isArray(value) ? 'a list' : 'plain text'
    throw new HarnessError('document', `${name} is ${kind}, expected an OpenAPI document`, { hint: SUPPORTED })
  }
  const declared = value['openapi']
  if (declared === undefined || declared === null) throw notOpenApi(value, name)
  // `openapi: 3.0` without quotes is the number 3, and `3.1` is a number, too.
  const openapi = typeof declared === 'number' ? (declared === 3 ? '3.0' : String(declared)) : declared
  if (typeof openapi !== 'string' || !/^3\.[01](?:\.\d+)?(?:-.+)?$/.test(openapi.trim())) {
    throw new HarnessError('document', `${name} is of OpenAPI ${textOf(declared)}, which is not supported`, {
      hint: textOf(openapi).startsWith('3.2')
        ? `${SUPPORTED} Many 3.2 documents are valid as 3.1 when \`openapi\` says so.`
        : SUPPORTED,
    })
  }
  return {
    root: value,
    openapi: openapi.trim(),
    dialect: openapi.trim().startsWith('3.0') ? 'oas-3.0' : 'json-schema-2020-12',
    warnings: typeof declared === 'number' ? [`#/openapi: the version ${declared} should be text: '${openapi}.0'`] : [],
  }
}

function notOpenApi(root: JsonObject, name: string): HarnessError {
  if (root['swagger'] !== undefined) {
    return new HarnessError('document', `${name} is of Swagger ${textOf(root['swagger'])}, which is not supported`, {
      hint: `${SUPPORTED} Convert it first, for example with swagger2openapi.`,
    })
  }
  const kind = KINDS.find(({ members }) => members.some((member) => root[member] !== undefined))
  const found = kind === undefined ? 'has no `openapi` field' : `is ${kind.name}`
  return new HarnessError('document', `${name} ${found}, expected an OpenAPI document`, { hint: SUPPORTED })
}

const KINDS: readonly { readonly name: string; readonly members: readonly string[] }[] = [
  { name: 'an AsyncAPI document', members: ['asyncapi'] },
  { name: 'an Arazzo document', members: ['arazzo'] },
  { name: 'an OpenAPI overlay', members: ['overlay'] },
  { name: 'a JSON Schema', members: ['$schema'] },
  { name: 'a package.json', members: ['dependencies', 'devDependencies', 'scripts'] },
]
