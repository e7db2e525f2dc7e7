import type { Judged } from '../checks/check.ts'
import { shapeAt, shapeOf } from '../checks/documented-members.ts'
import { responseBodyOf } from '../checks/response-body.ts'
import { headerOf } from '../core/exchange.ts'
import type { FindingDraft } from '../core/finding.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import { child, memberOf, parentOf, tokensOf } from '../core/json-pointer.ts'
import { responseFor } from '../spec/model.ts'
import { schemaView } from '../spec/schema-view.ts'

/**
 * Whether a finding is about the end that Prism puts to a circular sample: what holds the place is `{}` or
 * `{ "$ref": null }`, so in every item of the arrays on the way, and on the way is a fuller value of the same schema.
 */
export function isCutCircle({ payload }: FindingDraft, judged: Judged): boolean {
  const holder = payload === undefined || !payload.startsWith('/') ? undefined : parentOf(payload)
  const body = responseBodyOf(judged.exchange)
  if (holder === undefined || holder === '' || body.kind !== 'json') return false
  const tokens = tokensOf(holder)
  const holders = valuesAt(body.value, tokens)
  return holders.length > 0 && holders.every(isCut) && comesBack(tokens, judged)
}

function isCut(value: Json): boolean {
  if (!isJsonObject(value)) return false
  const names = Object.keys(value)
  return names.length === 0 || (names.length === 1 && value['$ref'] === null)
}

/** The values at a place, and at the same place in every item of the arrays on the way. */
function valuesAt(value: Json, tokens: readonly string[]): readonly Json[] {
  const [token, ...rest] = tokens
  if (token === undefined) return [value]
  if (Array.isArray(value)) return value.flatMap((item: Json) => valuesAt(item, rest))
  const member = memberOf(value, token) as Json | undefined
  return member === undefined ? [] : valuesAt(member, rest)
}

function comesBack(tokens: readonly string[], { contract, operation, exchange: { outcome } }: Judged): boolean {
  if (outcome.kind !== 'response') return false
  const contentType = headerOf(outcome.headers, 'content-type')
  const media = responseFor(operation, outcome.status)?.content.find(({ mediaType }) => mediaType === contentType)
  if (media?.schema === undefined) return false
  const shape = shapeOf(schemaView(contract, media.schema, 'response'))
  const here = new Set(shapeAt(shape, child('', ...tokens))?.all)
  return tokens.some((_, length) =>
    shapeAt(shape, child('', ...tokens.slice(0, length)))?.all.some((schema) => here.has(schema)),
  )
}
