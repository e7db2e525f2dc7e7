import type { JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import type { Contract } from '../model.ts'
import type { OperationSite } from './sites.ts'

/** Whether an operation documents a status: exactly, as a range, or by `default`. */
export function documentsStatus(operation: OperationSite, status: number): boolean {
  return statusesOf(operation).some((key) => key === String(status) || key === 'DEFAULT' || key === rangeOf(status))
}

/** Whether an operation documents any status of a class (2 for 2xx), a range or `default` included. */
export function documentsClass(operation: OperationSite, statusClass: number): boolean {
  return statusesOf(operation).some((key) => key === 'DEFAULT' || key.startsWith(String(statusClass)))
}

/** Whether every call of the operation needs credentials. */
export function isSecured(operation: OperationSite, contract: Contract): boolean {
  const root = contract.documents[''] as JsonObject | undefined
  const security = operation.node['security'] ?? root?.['security']
  if (!Array.isArray(security) || security.length === 0) return false
  return security.every((alternative) => isJsonObject(alternative) && Object.keys(alternative).length > 0)
}

function rangeOf(status: number): string {
  return `${Math.floor(status / 100)}XX`
}

function statusesOf({ node }: OperationSite): readonly string[] {
  return isJsonObject(node['responses']) ? Object.keys(node['responses']).map((key) => key.toUpperCase()) : []
}
