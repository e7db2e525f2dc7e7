import type { RecordedRequest, Redaction } from '../core/exchange.ts'
import { bodyParts, headerParts, LEFT_TO_CURL } from './curl.ts'
import { printfCommand, shellWord } from './shell-word.ts'

/** Fields that HTTPie would add on its own. */
const ADDED = ['accept', 'content-type', 'user-agent', 'accept-encoding']

/** The request as an HTTPie command for any POSIX shell; secrets stand as shell variables, as in the curl command. */
export function httpieOf(request: RecordedRequest, redactions: readonly Redaction[]): string {
  const { method, url, headers, body } = request
  const sent = headers.filter(([name]) => !LEFT_TO_CURL.has(name.toLowerCase()))
  const names = new Set(sent.map(([name]) => name.toLowerCase()))
  const fields = sent.map(([name, value]) =>
    // An empty value is written with a semicolon.
    shellWord(value === '' ? [{ kind: 'literal', text: `${name};` }] : headerParts(name, value, redactions, ':')),
  )
  const unwanted = ADDED.filter((name) => !names.has(name) && (name !== 'content-type' || body !== undefined))
  const lines = [
    `http ${body === undefined ? '--ignore-stdin ' : ''}--print=hb ${shellWord([{ kind: 'literal', text: method }])} ${shellWord([{ kind: 'literal', text: url }])}`,
    ...fields,
    // A name with nothing after its colon takes the field away.
    ...unwanted.map((name) => `'${name}:'`),
  ]
  const command = lines.join(' \\\n  ')
  if (body === undefined) return command
  const pipe =
    body.encoding === 'base64'
      ? `printf %s ${shellWord([{ kind: 'literal', text: body.content }])} | base64 -d`
      : printfCommand(bodyParts(request, body.content, redactions))
  return `${pipe} |\n${command}`
}
