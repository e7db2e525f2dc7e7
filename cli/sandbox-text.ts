import { DOCUMENTED_DEVICE } from '../mock/sandbox/device.ts'
import type { Fault } from '../mock/sandbox/fault.ts'
import { DOCUMENTED_TERMINAL } from '../mock/sandbox/terminal.ts'
import type { Sandbox } from '../mock/sandbox/start-sandbox.ts'
import { alignColumns } from './align-columns.ts'

/** What a started sandbox tells its user: where it is, and the first commands to type. */
export function greeting({ baseUrl, identityUrl, adminUrl, apiKey }: Sandbox, faults: readonly string[]): string {
  const facts = [
    ['API', baseUrl],
    ['tokens', identityUrl],
    ['admin', `${adminUrl}/state`],
    ['API key', apiKey],
    ['terminal', DOCUMENTED_TERMINAL],
    ['device', DOCUMENTED_DEVICE],
    ...(faults.length > 0 ? [['faults', faults.join(', ')]] : []),
  ]
  return `Sandbox of the Payroc API, until Ctrl-C
${alignColumns(facts)
  .map((line) => `  ${line}`)
  .join('\n')}

A sale on the device:

  TOKEN=$(curl -s -X POST ${identityUrl} -H 'x-api-key: ${apiKey}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -i ${baseUrl}/devices/${DOCUMENTED_DEVICE}/payment-instructions \\
    -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
    -H 'Idempotency-Key: 8e03978e-40d5-43e8-bc93-6894a57f9324' \\
    -d '{"processingTerminalId":"${DOCUMENTED_TERMINAL}","order":{"orderId":"4fd4-99bc","currency":"USD","amount":1000}}'
`
}

/** The faults by group, with the check that should find each. */
export function faultList(faults: readonly Fault[]): string {
  const rows = faults.map(({ group, name, describe, expectedCheck }) => [group, name, expectedCheck, describe])
  return `${alignColumns([['group', 'fault', 'expected check', 'what goes wrong'], ...rows]).join('\n')}\n`
}
