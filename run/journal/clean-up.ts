import { randomUUID } from 'node:crypto'
import { idsOf, itemsOf, type ListShape } from '../../checks/sequences/listed-items.ts'
import { isAbsent, isAccepted, statusOf } from '../../checks/sequences/step.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { RequestDraft } from '../../core/case.ts'
import type { Exchange } from '../../core/exchange.ts'
import { deriveSeed } from '../../core/seed.ts'
import { isIdempotencyKey } from '../../generators/idempotency-key.ts'
import { baseRequest } from '../../generators/invalid/base-request.ts'
import { requestParts } from '../../generators/request-parts.ts'
import type { Operation } from '../../spec/model.ts'
import { isUnknownOutcome } from '../../transport/retry.ts'
import type { RequestGeneration } from '../request-generation.ts'
import { listParametersOf } from '../stateful/list-parameters.ts'
import { nextPage } from '../stateful/next-page.ts'
import { isOwnLink } from '../stateful/own-link.ts'
import { shownEnd } from '../shown-end.ts'
import { sendCase, sendWire, type SendParts } from '../send-case.ts'
import type { Creation } from './creations.ts'
import { type CreatingLine, type MadeResource, shownPath } from './entry.ts'
import { type Journal, refusalText } from './journal.ts'

export interface CleanUpParts {
  readonly journal: Journal
  readonly send: SendParts
  readonly generation: RequestGeneration
  /** Told of each resource that was there and is no more. */
  onGone?(resource: MadeResource): void
}

/** What a clean-up could not remove: still open, so that a later one may try again. */
export interface Left {
  readonly operationId: string
  /** What it is: its path, or how it was asked for. */
  readonly what: string
  readonly reason: string
}

/**
 * Removes what a journal has open, the last first: it may stand below the others. First it is found out what came of
 * creations whose answer nobody saw. What a conflict does not let go is tried once more when others are gone.
 */
export async function cleanUp(parts: CleanUpParts): Promise<readonly Left[]> {
  const { journal } = parts
  const left: Left[] = []
  for (const pending of journal.state.pending()) {
    const reason = await resolve(parts, pending)
    if (reason !== undefined) left.push({ operationId: pending.operationId, what: pendingText(pending), reason })
  }
  const failed = new Map<string, Left>()
  const conflicts = new Map<string, number>()
  let unanswered = 0
  let gone = 0
  for (let isLast = false; ;) {
    const due = journal.state
      .open()
      .filter(({ path }) => !failed.has(path) && (conflicts.get(path) ?? 0) < (isLast ? 2 : 1))
      .toReversed()
    // Once more, where something is gone that may have stood in the way.
    if (due.length === 0 && (isLast || gone === 0 || conflicts.size === 0)) break
    isLast ||= due.length === 0
    for (const resource of due) {
      if (unanswered >= GONE_AFTER) {
        failed.set(resource.path, {
          ...resource,
          what: shownPath(resource),
          reason: 'the target does not answer any more',
        })
        continue
      }
      const step = await undo(parts, resource)
      const { path, operationId } = resource
      unanswered = step?.exchange.outcome.kind === 'no-response' ? unanswered + 1 : 0
      if (step === undefined) {
        journal.note({ type: 'kept', path, reason: 'the contract has no way to remove it' })
      } else if (isAccepted(step) || isAbsent(step)) {
        if (journal.state.isOpen(path)) journal.note({ type: 'gone', path })
        gone++
        parts.onGone?.(resource)
      } else if (statusOf(step) === 409) {
        if (await hasEnded(parts, resource)) journal.note({ type: 'gone', path })
        else conflicts.set(path, (conflicts.get(path) ?? 0) + 1)
      } else {
        failed.set(path, {
          operationId,
          what: shownPath(resource),
          reason: `${nameOf(resource)}: ${refusalText(step)}`,
        })
      }
    }
  }
  for (const path of conflicts.keys()) {
    const resource = journal.state.resourceAt(path)
    if (resource === undefined || !journal.state.isOpen(path)) continue
    journal.note({
      type: 'kept',
      path,
      reason: `${nameOf(resource)} was refused with 409: its state does not allow it`,
    })
  }
  return [...left, ...failed.values()]
}

/** Requests in a row without an answer, after which no more are sent. */
const GONE_AFTER = 3

function nameOf({ undo, operationId }: MadeResource): string {
  return undo?.operationId ?? operationId
}

function pendingText({ operationId, reference, key }: CreatingLine): string {
  const by = reference ?? key
  return by === undefined ? operationId : `${operationId} ${by}`
}

/** Sends what removes a resource; `undefined` where there is nothing to send. */
async function undo(parts: CleanUpParts, resource: MadeResource): Promise<SequenceStep | undefined> {
  const operation = operationOf(parts.send, resource.undo?.operationId)
  if (operation === undefined) return undefined
  let step = await ask(parts, operation, resource.values)
  // What is taken back twice is taken back.
  for (let tries = 1; tries < MOST_TRIES && step !== undefined && isUnknownOutcome(step.exchange); tries++)
    step = await ask(parts, operation, resource.values)
  return step
}

const MOST_TRIES = 3

/** Reads a resource that is not let go, so that the journal learns what came of it; yields whether that is an end. */
async function hasEnded(parts: CleanUpParts, { operationId, values }: MadeResource): Promise<boolean> {
  const item = parts.journal.creations.get(operationId)?.family?.item
  if (item?.read === undefined) return false
  const step = await ask(parts, item.read, values)
  // What DELETE takes back is a request or a task; an action may be refused for what has to be undone in another way.
  return item.remove !== undefined && step !== undefined && shownEnd(step.exchange) !== undefined
}

/** Finds out what came of a creation; yields why it cannot be told. */
async function resolve(parts: CleanUpParts, pending: CreatingLine): Promise<string | undefined> {
  const { journal, send } = parts
  const creation = journal.creations.get(pending.operationId)
  if (creation === undefined) return 'the contract has no such operation'
  if (creation.family === undefined) {
    journal.note({ type: 'kept', n: pending.n, reason: 'the contract has no operation on what it makes' })
    return undefined
  }
  if (pending.key !== undefined && pending.request !== undefined) {
    const { method, path, headers, body } = pending.request
    const url = `${send.baseUrl}${path}`
    const request = { method, url, headers, ...(body !== undefined && { body }) }
    const attempts = await sendWire(send, creation.operation, request)
    journal.settle(pending, creation, attempts, true)
    const last = attempts.at(-1)?.exchange
    if (!isPending(journal, pending)) return undefined
    if (last !== undefined && !isAccepted({ operation: creation.operation, exchange: last }))
      return `sent again with its key: ${refusalText({ operation: creation.operation, exchange: last })}`
  }
  return lookUp(parts, pending, creation)
}

function isPending({ state }: Journal, { n }: CreatingLine): boolean {
  return state.pending().some((one) => one.n === n)
}

/** Looks for the reference of a creation in the list of its resources. */
async function lookUp(parts: CleanUpParts, pending: CreatingLine, creation: Creation): Promise<string | undefined> {
  const { reference, n, path } = pending
  const list = creation.family?.list
  const why = 'nobody knows whether it was made: its answer was lost'
  if (reference === undefined) return `${why}, it cannot be sent again, and it carries no reference`
  if (list?.shape === undefined) return `${why}, it cannot be sent again, and the contract has no list of its kind`
  const { operation } = list
  const filter = operation.parameters.find((one) => one.in === 'query' && REFERENCES.test(one.name) && !one.required)
  const query = filter === undefined ? {} : { [filter.name]: reference }
  const found = await findInList(parts, operation, list.shape, { path, query, reference })
  if (found === undefined) return `${why}, and its list cannot be read`
  if (found.id !== undefined) parts.journal.created(n, creation, pending, found.id)
  else if (filter !== undefined) parts.journal.note({ type: 'not-created', n })
  else return `${why}, and its list does not show it`
  return undefined
}

/** Pages of a list that are looked at. */
const MOST_PAGES = 20

/** The id of the item that holds a reference; `undefined` where the list cannot be read. */
async function findInList(
  parts: CleanUpParts,
  operation: Operation,
  shape: ListShape,
  wanted: Pick<RequestDraft, 'path' | 'query'> & { readonly reference: string },
): Promise<{ readonly id?: string } | undefined> {
  const { contract, baseUrl } = parts.send
  const text = JSON.stringify(wanted.reference)
  let draft = plainRequest(parts, operation, wanted.path, wanted.query)
  let link: string | undefined
  for (let count = 0; draft !== undefined && count < MOST_PAGES; count++) {
    const exchange: Exchange | undefined =
      link === undefined
        ? (await sendCase(parts.send, operation, draft)).at(-1)
        : (await sendWire(parts.send, operation, { method: 'GET', url: link, headers: [['Accept', '*/*']] })).at(-1)
            ?.exchange
    const page = exchange === undefined ? undefined : { operation, exchange }
    const items = page === undefined ? undefined : itemsOf(page, shape.items)
    const ids = page === undefined ? undefined : idsOf(page, shape)
    if (page === undefined || items === undefined || ids === undefined) return undefined
    const index = items.findIndex((item) => JSON.stringify(item).includes(text))
    const id = ids[index]
    if (id !== undefined) return { id }
    const parameters = listParametersOf(contract, operation)
    const last = ids.at(-1)
    const next = nextPage({
      page,
      draft,
      parameters,
      count: ids.length,
      limit: undefined,
      lastId: last,
      wasLed: count > 0,
    })
    link = next.kind === 'link' ? URL.parse(next.url, page.exchange.request.url)?.href : undefined
    if (next.kind === 'draft') draft = next.draft
    else if (link === undefined || !isOwnLink(link, baseUrl)) return {}
  }
  return draft === undefined ? undefined : {}
}

/** Query parameters that find something by the reference that its maker gave it. */
const REFERENCES =
  /^(?:order_?id|(?:merchant_?|client_?|external_?|order_?)?reference(?:_?(?:id|number))?|external_?id)$/i

/** Asks an operation by its plainest request, for what these path values name. */
async function ask(
  parts: CleanUpParts,
  operation: Operation,
  values: RequestDraft['path'],
): Promise<SequenceStep | undefined> {
  const draft = plainRequest(parts, operation, values)
  const exchange = draft === undefined ? undefined : (await sendCase(parts.send, operation, draft)).at(-1)
  return exchange === undefined ? undefined : { operation, exchange }
}

/** `undefined` where a required part cannot be made. */
function plainRequest(
  { send, generation }: CleanUpParts,
  operation: Operation,
  values: RequestDraft['path'],
  query: RequestDraft['query'] = {},
): RequestDraft | undefined {
  const { operationId, requestBody } = operation
  const seed = deriveSeed(1, operationId, 'clean-up')
  let plain: RequestDraft
  try {
    plain = baseRequest(operationId, requestParts(send.contract, operation, generation.request), seed)
  } catch {
    return undefined
  }
  const keys = Object.keys(plain.header).filter(isIdempotencyKey)
  const { body, ...rest } = plain
  return {
    ...rest,
    path: Object.fromEntries(Object.keys(plain.path).map((name) => [name, values[name] ?? ''])),
    query: { ...plain.query, ...query },
    header: { ...plain.header, ...Object.fromEntries(keys.map((name) => [name, randomUUID()])) },
    ...(requestBody?.required === true && body !== undefined && { body }),
  }
}

function operationOf({ contract }: SendParts, operationId: string | undefined): Operation | undefined {
  return contract.operations.find((one) => one.operationId === operationId)
}
