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
  /** Whether a read shows what the target has made of a resource. */
  showsOutcome(read: Operation): boolean
  /** Where the lines go from now on; those before are not written. */
  writeTo(append: (line: JournalLine) => void): void
  note(line: JournalLine): void
  /** Notes what a request is about to make; what it yields is to be told what came of it. */
  about(
    operation: Operation,
    draft: RequestDraft,
    request: WireRequest,
  ): ((attempts: readonly Exchange[]) => void) | undefined
  /** Notes what came of a creation that was noted before. */
  settle(n: number, creation: Creation, draft: Pick<RequestDraft, 'path'>, attempts: readonly Exchange[]): void
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
    state.add(line)
    append(line)
  }
  const noteMade = (resource: MadeResource | undefined, n?: number): void => {
    if (resource !== undefined) note({ type: 'created', ...(n !== undefined && { n }), resource })
    else if (n !== undefined) note({ type: 'kept', n, reason: 'the path of what it made is not known' })
  }

  const settle: Journal['settle'] = (n, creation, draft, attempts) => {
    const { family, operation } = creation
    const accepted = attempts.map((exchange) => ({ operation, exchange })).findLast(isAccepted)
    if (accepted !== undefined) {
      const id = family === undefined ? undefined : idOfCreated(family, accepted)
      if (family === undefined) note({ type: 'kept', n, reason: 'the contract has no operation on what it makes' })
      else if (id !== undefined) noteMade(madeBy(creation, draft, id), n)
      return
    }
    const last = attempts.at(-1)
    const isKnown = last?.outcome.kind === 'response' && last.outcome.status < 500
    const isBlocked = last?.outcome.kind === 'no-response' && ['blocked', 'refused'].includes(last.outcome.cause)
    if ((isKnown || isBlocked) && !attempts.some(isUnknownOutcome)) note({ type: 'not-created', n })
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
    showsOutcome: (read) => outcomes.some(({ operationId }) => operationId === read.operationId),
    created: (n, creation, draft, id) => noteMade(madeBy(creation, draft, id), n),
    about(operation, draft, request) {
      const creation = creations.get(operation.operationId)
      const isPost = (draft.method ?? operation.method).toUpperCase() === 'POST'
      if (creation === undefined || !isPost) {
        return (attempts) => {
          const last = attempts.at(-1)
          if (last !== undefined) observe(operation, draft, last)
        }
      }
      const n = state.last() + 1
      const { operationId } = operation
      const reference = referenceIn(draft.body?.kind === 'value' ? draft.body.value : undefined, state.tag())
      const key = request.headers.find(([name]) => isIdempotencyKey(name))?.[1]
      const stored = storable(request, redactor, baseUrl)
      note({
        type: 'creating',
        n,
        at: new Date(clock.now()).toISOString(),
        operationId,
        path: stored.path,
        ...(key !== undefined && { key }),
        ...(reference !== undefined && { reference }),
        ...(stored.request !== undefined && { request: stored.request }),
      })
      return (attempts) => settle(n, creation, draft, attempts)
    },
  }

  /** The path of each value that a path parameter holds, unless it is secret. */
  function storable(
    request: WireRequest,
    gate: JournalOptions['redactor'],
    base: string,
  ): Pick<JournalLineOf<'creating'>, 'path' | 'request'> {
    const { method, url, headers, pathValues: values = [] } = request
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
