import type { FindingDraft } from '../core/finding.ts'
import { tokensOf } from '../core/json-pointer.ts'
import { answerOf } from './answer.ts'
import type { Check, Judged } from './check.ts'
import { shapeAt, shapeOf } from './documented-members.ts'
import { responseBodyOf } from './response-body.ts'
import { validatorFor } from './schema-validator.ts'
import { traceIn } from './stack-trace.ts'
import { forEachText } from './text-walk.ts'

/**
 * CWE-209, OWASP ASVS V7.4: errors tell the client nothing of the server's inside. In a success only what nobody
 * documents is judged, because an API may well store and return other people's traces; in an error, a member whose
 * documented name is that of a trace.
 */
export const noStackTraceInResponse: Check = {
  code: 'no-stack-trace-in-response',
  severity: 'error',
  faults: [209],
  requirements: ['CWE-209', 'OWASP ASVS 7.4.1'],
  describe: 'No response shows a stack trace or a raw database error.',
  lookAt:
    'The debug setting of this environment, and then the top of the trace: the error that begins there needs a handler of its own.',
  judge(judged) {
    const { outcome } = judged.exchange
    if (outcome.kind !== 'response') return []
    const body = responseBodyOf(judged.exchange)
    if (body.kind === 'json') {
      // One look at the whole text settles it for nearly every body.
      if (traceIn(unescaped(body.text)) === undefined) return []
      const drafts: FindingDraft[] = []
      forEachText(body.value, (text, pointer) => {
        const platform = drafts.length > 0 ? undefined : traceIn(text)
        if (platform !== undefined && !isDocumented(pointer, outcome.status, judged)) {
          drafts.push(draftOf(platform, pointer, judged))
        }
      })
      return drafts
    }
    // A page or file of a success is content like any other.
    if (outcome.status < 400 || body.kind === 'absent' || body.kind === 'bytes' || body.text === undefined) return []
    const platform = traceIn(withoutMarkup(body.text))
    return platform === undefined ? [] : [draftOf(platform, '', judged)]
  },
}

/** A JSON text as its strings read; white space of any kind becomes a line break. */
function unescaped(text: string): string {
  return text.includes('\\')
    ? text.replace(/\\(.)/g, (_escape, letter: string) => ('nrt'.includes(letter) ? '\n' : letter))
    : text
}

const NAMES_A_TRACE = /stack|trace|debug|exception|log|dump|output/i

function isDocumented(pointer: string, status: number, judged: Judged): boolean {
  const answer = answerOf(judged)
  if (answer.kind !== 'documented' || answer.content.kind !== 'documented') return false
  const { schema } = answer.content.media
  if (schema === undefined) return status < 400
  const shape = shapeAt(shapeOf(validatorFor(judged.contract, schema, 'response').view), pointer)
  if (shape === undefined) return false
  return status < 400 || tokensOf(pointer).some((token) => NAMES_A_TRACE.test(token))
}

function draftOf(platform: string, pointer: string, { operation, exchange }: Judged): FindingDraft {
  const status = exchange.outcome.kind === 'response' ? exchange.outcome.status : 0
  const place = pointer === '' ? 'the body' : pointer
  const what = platform === 'SQL' ? 'a raw database error' : `a ${platform} stack trace`
  return {
    key: `${status} ${platform}`,
    title: `The response shows ${what}`,
    message: `In ${place} of a ${status} the server shows ${what}, which tells an attacker how it is built.`,
    expected: 'an error without the inside of the server',
    actual: what,
    document: `${operation.pointer}/responses`,
    payload: pointer,
  }
}

/** Error pages break their lines with markup. */
function withoutMarkup(text: string): string {
  return text.includes('<')
    ? text
        .replace(/<br\s*\/?>|&nbsp;/gi, '\n')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
    : text
}
