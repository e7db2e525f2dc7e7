import { isJsonObject, type Json } from '../core/json.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** The same request with tax and national ids of its own, since a business and its owners are boarded once. */
export function withOwnIds(tools: Pick<PayrocTools, 'key'>, value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withOwnIds(tools, item))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name === 'taxId') return [name, ownTaxId(tools)]
      if (name === 'value' && value.type === 'nationalId') return [name, ownNationalId(tools)]
      return [name, withOwnIds(tools, member)]
    }),
  )
}

/** A tax id that nobody else has in this run; the same in another run with the same seed. */
export function ownTaxId(tools: Pick<PayrocTools, 'key'>): string {
  return `12-${digits(tools, 7)}`
}

function ownNationalId(tools: Pick<PayrocTools, 'key'>): string {
  return `000-${digits(tools, 2)}-${digits(tools, 4)}`
}

function digits(tools: Pick<PayrocTools, 'key'>, count: number): string {
  return String(Number.parseInt(tools.key().slice(0, 8), 16) % 10 ** count).padStart(count, '0')
}
