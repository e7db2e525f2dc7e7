import { headerOf } from '../core/exchange.ts'
import type { FindingDraft } from '../core/finding.ts'
import { answerOf, carriesCredentials } from './answer.ts'
import type { Check, Judged } from './check.ts'
import { duplicateMember } from './duplicate-members.ts'
import { cut } from './expectation.ts'
import { responseBodyOf } from './response-body.ts'

/**
 * RFC 9112 and RFC 8259: the answer is HTTP, and a body that says it is JSON is JSON, in UTF-8, each member once. And
 * no redirect takes credentials to another origin or out of TLS; a documented redirect of a safe request is fine, as
 * clients leave the credentials behind then (RFC 9110 §15.4).
 */
export const responseIsWellFormed: Check = {
  code: 'response-is-well-formed',
  severity: 'error',
  faults: [],
  requirements: ['RFC 9112', 'RFC 9110 §8.4', 'RFC 8259 §2', 'RFC 8259 §8.1', 'RFC 9110 §15.4'],
  describe: 'The response is valid HTTP, its JSON parses, and no redirect would carry credentials away.',
  lookAt:
    'The raw bytes (curl -v): a proxy that cuts bodies, a wrong Content-Length or a broken encoder is the usual cause.',
  judge(judged) {
    const { outcome } = judged.exchange
    if (outcome.kind === 'no-response') return outcome.cause === 'protocol' ? [notHttp(outcome.message, judged)] : []
    const redirect = outcome.status >= 300 && outcome.status < 400 ? judgeRedirect(judged) : undefined
    return redirect === undefined ? judgeBody(judged) : [redirect]
  },
}

function judgeBody(judged: Judged): readonly FindingDraft[] {
  const answer = answerOf(judged)
  if (answer.kind !== 'documented' || answer.content.kind === 'undocumented') return []
  // Without content, whatever follows the header section is no body (RFC 9110 §6.4.1).
  if (judged.exchange.request.method.toUpperCase() === 'HEAD' || answer.response.status === 304) return []
  const { body: recorded } = answer.response
  if (recorded?.undecoded !== undefined) return [notInItsCoding(recorded.undecoded, answer.documented.pointer)]
  const body = responseBodyOf(judged.exchange)
  const document = answer.content.kind === 'documented' ? answer.content.media.pointer : answer.documented.pointer
  if (body.kind === 'malformed') {
    return [
      {
        key: `${answer.documented.status} malformed`,
        title: 'The body is not what its content type says',
        message: `The content type says JSON, but the body ${body.reason}.`,
        expected: 'a JSON text in UTF-8',
        actual: `a body that ${body.reason}`,
        document,
        payload: '',
      },
    ]
  }
  const twice = body.kind === 'json' ? duplicateMember(body.text, body.value) : undefined
  if (twice === undefined) return []
  return [
    {
      key: `duplicate ${twice}`,
      title: `The member ${cut(JSON.stringify(twice))} stands twice in one object`,
      message: `One object of the body has the member ${cut(JSON.stringify(twice))} twice; which of them counts depends on the reader.`,
      expected: 'each member once',
      actual: `${cut(JSON.stringify(twice))} twice`,
      document,
      payload: '',
      severity: 'warning',
    },
  ]
}

/** RFC 9110 §8.4: whoever trusts the header cannot read the body. */
function notInItsCoding(coding: string, document: string): FindingDraft {
  return {
    key: `coding ${coding}`,
    title: 'The body is not in the coding that it is said to be in',
    message: `The header Content-Encoding says ${cut(coding)}, but the body cannot be decoded by it.`,
    expected: `a body in ${cut(coding)}`,
    actual: 'a body that is not',
    document,
    payload: 'header: Content-Encoding',
  }
}

function notHttp(message: string, { operation }: Judged): FindingDraft {
  return {
    key: 'protocol',
    title: 'The answer is not valid HTTP',
    message: `The server answered with something that is not valid HTTP: ${cut(message)}.`,
    expected: 'a valid HTTP response',
    actual: cut(message),
    document: operation.pointer,
  }
}

function judgeRedirect(judged: Judged): FindingDraft | undefined {
  const { exchange, operation } = judged
  const answer = answerOf(judged)
  if (answer.kind === 'none' || !carriesCredentials(exchange)) return undefined
  const location = headerOf(answer.response.headers, 'location')
  const [from, to] = [URL.parse(exchange.request.url), URL.parse(location ?? '', exchange.request.url)]
  if (location === undefined || from === null || to === null || from.origin === to.origin) return undefined
  const leavesTls = from.protocol === 'https:' && to.protocol === 'http:'
  const entersTls = from.protocol === 'http:' && to.protocol === 'https:' && from.hostname === to.hostname
  const isSafe = ['GET', 'HEAD'].includes(exchange.request.method.toUpperCase())
  const isDocumented = answer.kind === 'documented' && answer.documented.status !== 'default'
  if (!leavesTls && (entersTls || (isSafe && isDocumented))) return undefined
  return {
    key: leavesTls ? 'redirect out of TLS' : 'redirect elsewhere',
    title: leavesTls ? 'The redirect leads out of TLS' : 'The redirect leads to another origin',
    message: `The request carried credentials and is redirected from ${from.origin} to ${to.origin}, where they must not go.`,
    expected: `a redirect within ${from.origin}`,
    actual: `a redirect to ${to.origin}`,
    document: `${operation.pointer}/responses`,
    payload: 'header: Location',
  }
}
