import { isJsonObject } from '../../core/json.ts'
import { nodeAt } from '../../spec/dereference.ts'
import { deriveSeed } from '../../core/seed.ts'
import type { Contract, Parameter } from '../../spec/model.ts'
import { isIdempotencyKey, keyOf } from '../idempotency-key.ts'
import { withoutMember } from './edit.ts'
import type { ProtocolFamily } from './protocol.ts'

/** Sends no key where one is required, and keys that are not what the contract says in its schema or in words. */
export const brokenIdempotencyKey: ProtocolFamily = function* ({ contract, operation, base, seed }) {
  const parameter = operation.parameters.find((one) => one.in === 'header' && isIdempotencyKey(one.name))
  if (parameter === undefined) return
  const { name } = parameter
  const payload = `header: ${name}`
  if (parameter.required) {
    yield {
      name: 'idempotency-key-missing',
      // Only the key is taken out of a record of JSON values, which stays one.
      draft: { ...base, header: withoutMember(base.header, name) as typeof base.header },
      constraint: {
        kind: 'idempotency-key-missing',
        breakage: 'idempotency-key-missing',
        description: `header ${name}: required, sent none`,
        document: parameter.pointer,
        payload,
      },
    }
  }
  const { uuid, version4 } = promisesOf(contract, parameter)
  const fresh = keyOf(deriveSeed(seed, operation.operationId, 'broken key'))
  const malformed = [
    ...(uuid ? [['not-a-uuid', `not-a-uuid-${fresh.slice(0, 8)}`, 'a UUID', 'another text']] : []),
    ...(version4 ? [['not-v4', `${fresh.slice(0, 14)}1${fresh.slice(15)}`, 'a UUID v4', 'a UUID v1']] : []),
  ] as const
  for (const [breakage = '', value = '', promise, sent] of malformed) {
    yield {
      name: `idempotency-key-${breakage}`,
      draft: { ...base, header: { ...base.header, [name]: value } },
      constraint: {
        kind: 'idempotency-key-malformed',
        breakage,
        description: `header ${name}: ${promise}, sent ${sent}`,
        document: parameter.schema ?? parameter.pointer,
        payload,
      },
    }
  }
}

interface Promises {
  readonly uuid: boolean
  readonly version4: boolean
}

function promisesOf(contract: Contract, parameter: Parameter): Promises {
  const schema = parameter.schema === undefined ? undefined : nodeAt(contract, parameter.schema)
  const { format, description, pattern } = isJsonObject(schema) ? schema : {}
  const words = [parameter.description, description].filter((text) => typeof text === 'string').join('\n')
  const isNamed = /\b(?:uuid|guid)(?:s|v\d)?\b/i.test(words)
  const isFour = /\b(?:uuid|guid)[\s-]*v(?:ersion)?\.?\s*4|v(?:ersion)?\.?[\s-]*4[\s-]*(?:uuid|guid)/i.test(words)
  return {
    uuid: format === 'uuid' || format === 'guid' || isNamed,
    version4: isFour || (typeof pattern === 'string' && /-\[?4/.test(pattern)),
  }
}
