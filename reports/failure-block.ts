import type { BaselineMark, Finding, Flakiness, Severity } from '../core/finding.ts'
import { plain, type Paint, type Tone } from './paint.ts'
import { nextStepOf } from './next-step.ts'
import { printable, printableLine } from './printable.ts'
import { answerThatShows, PARTS, stepsOf, stepText, stepThatShows } from './sequence-steps.ts'
import { labelled, shortened, wrap } from './text-layout.ts'
import { sinceText } from './with-history.ts'

/** What a block needs besides the finding. */
export interface FailureBlockOptions {
  /** Method and path of the finding's operation, where known. */
  readonly operation?: { readonly method: string; readonly path: string } | undefined
  /** The contract's file, as the user gave it. */
  readonly source: string
  readonly paint?: Paint
  /** Columns; the curl command is never broken, so that it can be pasted. */
  readonly width?: number
}

/** The longest value shown of what was expected and what came; results.json has all of it. */
const MAX_VALUE = 600

/** The longest part of a response body shown. */
const MAX_ANSWER = 300

/** Steps of a sequence shown: those that are about the finding, and the first ones. */
const MAX_STEPS = 12

/** The longest curl command shown; a longer one is in results.json and the replay command repeats it. */
const MAX_CURL = 10_000

const TONES: Readonly<Record<Severity, Tone>> = { error: 'bad', warning: 'doubtful', info: 'quiet' }

/**
 * A finding as people read it, in the terminal and in JUnit: where, what was promised, what came, and how to see it
 * again. Ends without a newline; harmless for a terminal whatever the server sent.
 */
export function failureBlock(finding: Finding, options: FailureBlockOptions): string {
  const { source, operation, paint = plain, width = 100 } = options
  const { reproduction, document, payload } = finding
  const sent = sentOnPurpose(finding)
  const line = document.line === undefined ? '' : `:${document.line}`
  const times = finding.occurrences === 1 ? '' : `, seen ${finding.occurrences} times`
  const row = (label: string, text: string): readonly string[] => labelled(label, printable(text), { width, paint })
  return [
    `${paint(TONES[finding.severity], finding.severity.toUpperCase())}  ${paint('strong', finding.code)}`,
    ...wrap(operationName(finding, operation), width),
    ...wrap(sentence(finding), width),
    '',
    ...row('expected', shortened(finding.expected, MAX_VALUE)),
    ...row('came', shortened(finding.actual, MAX_VALUE)),
    ...answerRow(finding, row),
    ...(payload === undefined ? [] : row('at', placeText(payload.pointer, finding))),
    ...(sent === undefined ? [] : row('sent', sent)),
    ...row('look at', nextStepOf(finding)),
    ...row('contract', `${source}${line} ${document.pointer}`),
    ...(finding.flaky === undefined ? [] : row('flaky', flakyText(finding.flaky))),
    ...(finding.baseline === undefined ? [] : row('baseline', baselineText(finding.baseline))),
    ...(finding.history === undefined ? [] : row('since', sinceText(finding.history))),
    ...stepRows(finding).flatMap((step, i) => row(i === 0 ? 'steps' : '', step)),
    ...row('case', `${reproduction.caseId}, seed ${reproduction.seed}${times}`),
    ...row('replay', reproduction.command),
    ...row('request', ''),
    ...curlLines(reproduction.curl).map((shown) => `    ${shown}`),
  ]
    .map((shown) => shown.trimEnd())
    .join('\n')
}

function flakyText({ attempts, failures }: Flakiness): string {
  return `seen in ${failures} of ${attempts} attempts with the same request`
}

function baselineText({ status, reason, owner, expiry, since }: BaselineMark): string {
  const from = since === undefined ? '' : ` since ${since}`
  const until = expiry === undefined ? '' : status === 'expired' ? `, expired after ${expiry}` : `, until ${expiry}`
  return `known${from}: ${reason} (${owner}${until})`
}

function placeText(pointer: string, finding: Finding): string {
  const place = pointer === '' ? 'the whole body' : pointer
  const step = stepThatShows(finding)
  return step === undefined ? place : `${place} in the answer of step ${step.number}`
}

/** What the request breaks on purpose, where the message does not say it. */
function sentOnPurpose({ message, reproduction: { intent } }: Finding): string | undefined {
  if (intent?.kind !== 'invalid' || message.includes(intent.constraint.description)) return undefined
  return `${intent.constraint.description} (on purpose)`
}

/** What led to it, a line each: a command that repeats the last request alone would not show it. */
function stepRows(finding: Finding): readonly string[] {
  const steps = stepsOf(finding)
  const telling = new Set(steps.filter(({ entry }) => entry.part !== undefined).slice(-MAX_STEPS))
  const room = MAX_STEPS - telling.size
  const first = new Set(steps.filter((step) => !telling.has(step)).slice(0, room))
  const shown = steps.filter((step) => telling.has(step) || first.has(step))
  const rows = shown.map(({ number, entry }) => {
    const { part } = entry
    return `${number}. ${shortened(stepText(entry), 200)}${part === undefined ? '' : `: ${PARTS[part]}`}`
  })
  return shown.length === steps.length ? rows : [...rows, `and ${steps.length - shown.length} more in results.json`]
}

/** The answer itself, shortened: an engineer wants the server's own words first. */
function answerRow(finding: Finding, row: (label: string, text: string) => readonly string[]): readonly string[] {
  const response = answerThatShows(finding)
  if (response.kind === 'no-response') return row('answer', response.message)
  const { body, status } = response
  if (body === undefined) return row('answer', `${status} without a body`)
  const text = body.encoding === 'text' ? shortened(body.content, MAX_ANSWER) : `${body.bytes} bytes that are no text`
  return row('answer', `${status} ${text}`)
}

function operationName(finding: Finding, operation: FailureBlockOptions['operation']): string {
  const id = printableLine(finding.operationId)
  const scenario = finding.scenarioId === undefined ? '' : `, scenario ${printableLine(finding.scenarioId)}`
  if (operation === undefined || operation.path === '') return id + scenario
  return `${operation.method.toUpperCase()} ${printableLine(operation.path)} (${id})${scenario}`
}

/** The message, after the title where it does not already say it. */
function sentence({ title, message }: Finding): string {
  const says = message.startsWith(title) || title === '' ? message : message === '' ? title : `${title}\n${message}`
  return printable(says)
}

function curlLines(curl: string): readonly string[] {
  if (curl.length <= MAX_CURL) return printable(curl).split('\n')
  return [`(${curl.length} characters; it stands in results.json, and the replay command sends it)`]
}
