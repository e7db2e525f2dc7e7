import { intentChecks } from '../checks/all.ts'
import type { Case } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import { type Finding, ofRequest } from '../core/finding.ts'
import type { Operation } from '../spec/model.ts'
import { serialize } from '../transport/serialize.ts'
import { judgeCase, type JudgeParts } from './judge-case.ts'
import type { SendParts } from './send-case.ts'
import type { Attempt } from './shrink.ts'

/**
 * How smaller requests are tried where nothing more may be sent: each is judged with the answer that the failing one
 * got. That says something only where the request is to blame whatever was answered, which is what it breaks on purpose;
 * `undefined` for any other finding.
 */
export function offlineAttempt(
  { contract, transport, credentials, baseUrl }: SendParts,
  judge: JudgeParts,
  { failing, answered, finding }: { readonly failing: Case; readonly answered: Exchange; readonly finding: Finding },
): Attempt | undefined {
  const isOfRequest = failing.intent.kind === 'invalid' && JUDGED_BY_REQUEST.has(finding.code)
  if (!isOfRequest || answered.outcome.kind !== 'response') return undefined
  const ofResponse = answered.redactions.filter(({ at }) => at.part.startsWith('response'))
  return async (operation: Operation, candidate: Case) => {
    const request = serialize(contract, operation, candidate.draft, { baseUrl })
    const isWithheld = candidate.draft.credentials === 'withheld'
    const { exchange } = transport.recordUnsent(isWithheld ? request : await credentials.apply(operation, request))
    const redactions = [...ofRequest(exchange.redactions), ...ofResponse]
    const asIfSent = { ...answered, request: exchange.request, redactions }
    return (await judgeCase(judge, operation, candidate, asIfSent)).findings
  }
}

/** The finding at a request that was not sent, which says so and keeps the one that was. */
export function asReducedOffline(smaller: Finding, sent: Finding): Finding {
  const { message, reproduction } = smaller
  return {
    ...smaller,
    message: `${message} This request was made smaller without sending it: the answer is the one to the request as it was sent.`,
    reproduction: { ...reproduction, caseId: sent.reproduction.caseId, asSent: sent.reproduction.curl },
  }
}

const JUDGED_BY_REQUEST: ReadonlySet<string> = new Set(intentChecks.map(({ code }) => code))
