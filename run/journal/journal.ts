import { isAbsent, isAccepted, isDone, statusOf } from '../../checks/sequences/step.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { RequestDraft } from '../../core/case.ts'
import type { Clock } from '../../core/clock.ts'
import { type Exchange, headerOf } from '../../core/exchange.ts'
import type { Json } from '../../core/json.ts'
import { pathVariables } from '../../core/path-template.ts'
import { isIdempotencyKey } from '../../generators/idempotency-key.ts'
import type { Contract, Operation } from '../../spec/model.ts'
import type { PoolTable } from '../../spec/pools/pool.ts'
import type { Redactor } from '../../transport/redact.ts'
import type { Recorded } from '../../transport/record.ts'
import { isUnknownOutcome } from '../../transport/retry.ts'
import type { WireRequest } from '../../transport/wire-request.ts'
import type { Family } from '../stateful/family.ts'
import { linksIn } from '../stateful/links.ts'
import { pathValues, pathValuesIn } from '../stateful/path-values.ts'
import { idOfCreated } from '../stateful/resource.ts'
import { type Creation, creationsOf } from './creations.ts'
import { createJournalState, type JournalLine, type JournalState, type MadeResource } from './entry.ts'

/** What the target makes of a resource by itself: the answer that shows it, and the relation of its link there. */
export interface Outcome {
  /** A read of the resource. */
  readonly operationId: string
  readonly rel: string
}

/** Keeps book of what a run makes on a target that outlives it. */
export interface Journal {
  readonly state: JournalState
  readonly creations: ReadonlyMap<string, Creation>
  /** Where the lines go from now on; those before are not written. */
  writeTo(append: (line: JournalLine) => void): void
  note(line: JournalLine): void
  /** Notes what a request is about to make; what it yields is to be told what came of it. */
  about(
    operation: Operation,
    draft: RequestDraft,
    request: WireRequest,
  ): ((attempts: readonly Recorded[]) => void) | undefined
  /**
   * Notes what came of a creation that was noted before.
   *
   * @param isRepeated whether there were attempts before these, of which nobody knows what they have done
   */
  settle(pending: PendingCreation, creation: Creation, attempts: readonly Recorded[], isRepeated?: boolean): void
  /** Notes that a creation made a resource of this id. */
  created(n: number, creation: Creation, draft: Pick<RequestDraft, 'path'>, id: string | number): void
}

export interface JournalOptions {
  readonly contract: Contract
  readonly table: PoolTable
  readonly redactor: Pick<Redactor, 'request'>
  readonly baseUrl: string
  readonly clock: Pick<Clock, 'now'>
  readonly outcomes?: readonly Outcome[]
}

type PendingCreation = Pick<JournalLineOf<'creating'>, 'n' | 'key'> & Pick<RequestDraft, 'path'>

/** Longest request that is kept to be sent again. */
const LONGEST = 65_536

export function createJournal(options: JournalOptions): Journal {
  const { contract, redactor, baseUrl, clock, outcomes = [] } = options
  const creations = creationsOf(contract, options.table)
  const state = createJournalState()
  let append: (line: JournalLine) => void = () => undefined
  const undoing = new Map<string, Family>()
  const changing = new Map<string, Family>()
  for (const { family, undo } of creations.values()) {
    if (family?.item === undefined) continue
    const { actions, change, replace } = family.item
    for (const { operationId } of [...actions, ...[change, replace].filter((one) => one !== undefined)])
      changing.set(operationId, family)
    if (undo !== undefined) undoing.set(undo.operationId, family)
  }

  const note = (line: JournalLine): void => {
    const path = line.type === 'created' ? line.resource.path : 'path' in line ? line.path : undefined
    state.add(line)
    const hiddenAs = typeof path === 'string' ? state.resourceAt(path)?.hiddenAs : undefined
    if (hiddenAs === undefined) append(line)
    else if (line.type === 'gone') append({ type: 'gone', n: hiddenAs })
    else if (line.type === 'kept') append({ type: 'kept', n: hiddenAs, reason: line.reason })
  }
  const isSecret = ({ path, values }: MadeResource): boolean => {
    const pathValues = Object.entries(values).map(([name, value]) => [name, String(value)] as const)
    return redactor.request({ url: baseUrl + path, headers: [], body: undefined, pathValues }).redactions.length > 0
  }
  const noteMade = (made: MadeResource | undefined, n?: number): void => {
    const resource = made !== undefined && isSecret(made) ? { ...made, hiddenAs: n ?? 0 } : made
    if (resource !== undefined) note({ type: 'created', ...(n !== undefined && { n }), resource })
    else if (n !== undefined) note({ type: 'kept', n, reason: 'the path of what it made is not known' })
  }

  const settle: Journal['settle'] = (pending, creation, attempts, isRepeated = false) => {
    const { family, operation } = creation
    const { n, key } = pending
    const accepted = attempts.map((attempt) => ({ operation, exchange: unmasked(attempt) })).findLast(isAccepted)
    if (accepted !== undefined) {
      const id = family === undefined ? undefined : idOfCreated(family, accepted)
      if (family === undefined) note({ type: 'kept', n, reason: 'the contract has no operation on what it makes' })
      else if (id !== undefined) noteMade(madeBy(creation, pending, id), n)
      return
    }
    const last = attempts.at(-1)?.exchange.outcome
    const isUnsent = last?.kind === 'no-response' && ['blocked', 'refused'].includes(last.cause)
    const isRefusal = last?.kind === 'response' && last.status < 500
    // By its key a server knows a repetition: had it made something, it would say so, or that the key is in use.
    const isTold = key !== undefined && isRefusal && (last.status !== 409 || state.isKeyTaken(key))
    const isLost = isRepeated || attempts.some(({ exchange }) => isUnknownOutcome(exchange) || exchange.attempt > 1)
    if (isTold || ((isRefusal || isUnsent) && !isLost)) note({ type: 'not-created', n })
  }

  /** What a request on a resource says of it. */
  const observe = (operation: Operation, draft: RequestDraft, exchange: Exchange): void => {
    if (draft.method !== undefined) return
    const step: SequenceStep = { operation, exchange }
    const undone = undoing.get(operation.operationId)
    if (undone?.item !== undefined) {
      const path = filledPath(undone.item.path, operation, draft.path)
      if (state.isOpen(path) && (isAccepted(step) || isAbsent(step))) note({ type: 'gone', path })
      return
    }
    const changed = changing.get(operation.operationId)
    if (changed?.item !== undefined && isDone(step)) {
      // What was taken back can be brought back: deactivated and reactivated.
      const path = filledPath(changed.item.path, operation, draft.path)
      const resource = state.resourceAt(path)
      if (resource !== undefined && !state.isOpen(path)) note({ type: 'created', resource })
    }
    for (const { operationId, rel } of outcomes) {
      if (operationId === operation.operationId && state.knows(filledPath(operation.path, operation, draft.path)))
        noteOutcome(step, rel)
    }
  }

  const noteOutcome = (step: SequenceStep, rel: string): void => {
    for (const { relation, url, operation } of linksIn(step, contract.operations, baseUrl)) {
      const creation = [...creations.values()].find(({ family }) => family?.item?.read === operation)
      if (relation.toLowerCase() !== rel || operation === undefined || creation === undefined) continue
      const resource = madeAt(creation, pathValuesIn(url, operation))
      if (resource !== undefined && !state.knows(resource.path)) noteMade(resource)
    }
  }

  return {
    state,
    creations,
    writeTo: (to) => {
      append = to
    },
    note,
    settle,
    created: (n, creation, draft, id) => noteMade(madeBy(creation, draft, id), n),
    about(operation, draft, request) {
      const creation = creations.get(operation.operationId)
      const isPost = (draft.method ?? operation.method).toUpperCase() === 'POST'
      if (creation === undefined || !isPost) {
        return (attempts) => {
          const last = attempts.at(-1)
          if (last !== undefined) observe(operation, draft, unmasked(last))
        }
      }
      const n = state.last() + 1
      const { operationId } = operation
      const reference = referenceIn(draft.body?.kind === 'value' ? draft.body.value : undefined, state.tag())
      const key = request.headers.find(([name]) => isIdempotencyKey(name))?.[1]
      const stored = storable(request, redactor, baseUrl)
      const { path } = stored
      note({
        type: 'creating',
        n,
        at: new Date(clock.now()).toISOString(),
        operationId,
        path,
        ...(key !== undefined && { key }),
        ...(reference !== undefined && { reference }),
        ...(stored.request !== undefined && { request: stored.request }),
      })
      return (attempts) => settle({ n, path: draft.path, ...(key !== undefined && { key }) }, creation, attempts)
    },
  }

  /** The path of each value that a path parameter holds, unless it is secret. */
  function storable(
    request: WireRequest,
    gate: JournalOptions['redactor'],
    base: string,
  ): Pick<JournalLineOf<'creating'>, 'path' | 'request'> {
    const { method, url, pathValues: values = [] } = request
    // Credentials of its own are what a case is about; whatever made something can be asked for with the run's.
    const headers = request.headers.filter(([name]) => !/^(?:authorization|cookie)$/i.test(name))
    const body = bodyText(request)
    const { redactions } = gate.request({
      url,
      headers,
      body: body === false ? undefined : body,
      pathValues: values,
    })
    const isPathOpen = redactions.every(({ at }) => at.part !== 'url')
    const isOpen = redactions.length === 0 && body !== false && (body?.length ?? 0) <= LONGEST
    return {
      path: isPathOpen ? Object.fromEntries(values) : {},
      ...(isOpen && {
        request: { method, path: url.slice(base.length), headers, ...(body !== undefined && { body }) },
      }),
    }
  }
}

type JournalLineOf<T extends JournalLine['type']> = Extract<JournalLine, { type: T }>

/** The exchange with the answer as it was: an id may look like a secret. Never to be written. */
function unmasked({ exchange, body }: Recorded): Exchange {
  const { outcome, redactions } = exchange
  if (body === undefined || outcome.kind !== 'response' || outcome.body === undefined) return exchange
  const own = redactions.filter(({ at }) => at.part !== 'response-body')
  if (own.length === redactions.length) return exchange
  return { ...exchange, redactions: own, outcome: { ...outcome, body: { ...outcome.body, content: body } } }
}

/** `false` for a body that is no text. */
function bodyText({ body, headers }: WireRequest): string | undefined | false {
  if (body === undefined || typeof body === 'string') return body
  return /json|text|xml|urlencoded/i.test(headerOf(headers, 'content-type') ?? '')
    ? Buffer.from(body).toString()
    : false
}

/** The first text of a body that begins with the run's tag; whatever does not is nobody's to look for. */
function referenceIn(value: Json | undefined, tag: string): string | undefined {
  if (tag === '') return undefined
  if (typeof value === 'string') return value.startsWith(`${tag}-`) ? value : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const inner of Object.values(value)) {
    const found = referenceIn(inner, tag)
    if (found !== undefined) return found
  }
  return undefined
}

function madeBy(
  creation: Creation,
  { path }: Pick<RequestDraft, 'path'>,
  id: string | number,
): MadeResource | undefined {
  const { family, operation } = creation
  const item = family?.item
  const some = creation.undo ?? item?.read ?? item?.replace ?? item?.change ?? item?.actions[0]
  if (item === undefined || some === undefined) return undefined
  const draft = { operationId: operation.operationId, path, query: {}, header: {}, cookie: {} }
  const values = pathValues(some, { operation, draft }, { path: item.path, id })
  return values === undefined ? undefined : madeAt(creation, values)
}

function madeAt(creation: Creation, values: Readonly<Record<string, Json>>): MadeResource | undefined {
  const { family, operation, undo } = creation
  const item = family?.item
  if (item === undefined) return undefined
  return {
    operationId: operation.operationId,
    path: filledPath(item.path, undo ?? item.read ?? operation, values),
    values,
    ...(undo !== undefined && {
      undo: {
        operationId: undo.operationId,
        request: `${undo.method.toUpperCase()} ${filledPath(undo.path, undo, values)}`,
      },
    }),
  }
}

/** A path template with its values in place, percent-encoded. */
function filledPath(template: string, { parameters }: Operation, values: Readonly<Record<string, Json>>): string {
  const declared = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
  let path = template
  for (const { written, name } of pathVariables(template, declared))
    path = path.replace(`{${written}}`, encodeURIComponent(String(values[name] ?? '')))
  return path
}

/** What a refusal is shown as: its status. */
export function refusalText(step: SequenceStep): string {
  const { outcome } = step.exchange
  return outcome.kind === 'response' ? `it answered ${statusOf(step)}` : `it did not answer: ${outcome.message}`
}
