import { isJsonObject, type Json, jsonEquals } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { SequenceCheck, SequenceStep } from './sequence-check.ts'
import { asked, isAccepted, isDone, jsonOf, statusOf } from './step.ts'

export interface DeletedAndRead {
  /** The same read before the deletion; a resource that is only marked as deleted is told by what changed. */
  readonly before?: SequenceStep
  readonly deleted: SequenceStep
  readonly read: SequenceStep
}

/**
 * RFC 9110 §9.3.5: DELETE removes the association between the URI and the resource, so that a read finds none. An API
 * that keeps what was deleted, or that cancels by DELETE, shows so: a state or a mark changed.
 */
export const deletedResourceIsGone: SequenceCheck<DeletedAndRead> = {
  code: 'deleted-resource-is-gone',
  severity: 'error',
  faults: [103],
  requirements: ['RFC 9110 §9.3.5'],
  describe: 'What was deleted can no longer be read, or is shown as deleted.',
  lookAt: 'Whether the read leaves out what is marked as deleted, and whether a cache still holds it.',
  judge({ before, deleted, read }) {
    if (!isDone(deleted) || !isAccepted(read) || statusOf(read) === 204) return []
    const now = jsonOf(read)
    const then = before === undefined ? undefined : jsonOf(before)
    if (now === undefined || isMarked(then, now)) return []
    return [
      {
        key: 'still readable',
        title: 'What was deleted can still be read',
        message: `${asked(deleted)} was answered with ${statusOf(deleted)}, but ${asked(read)} still answers ${statusOf(read)}.`,
        expected: '404 or 410, or a resource that is shown as deleted',
        actual: `${statusOf(read)} as before`,
        document: deleted.operation.pointer,
        at: deleted,
        shownBy: read,
      },
    ]
  },
}

const MARK =
  /delet|remov|archiv|cancel|status|state|phase|active|enabled|disabled|revoked|closed|void|visib|valid|expired/i
const SAYS_GONE = /delet|remov|archiv|cancel|inactive|disabled|revoked|closed|void|expired|terminat|deactivat/i

/** Whether the resource shows that it is no longer what it was. */
function isMarked(then: Json | undefined, now: Json): boolean {
  return marks(now).some(({ pointer, value }) => {
    if (typeof value === 'string' && SAYS_GONE.test(value)) return true
    if (value === true && SAYS_GONE.test(pointer)) return true
    const before = then === undefined ? undefined : marks(then).find((mark) => mark.pointer === pointer)
    const isAsBefore = before !== undefined && jsonEquals(before.value, value)
    // `deletedAt` says it; a setting such as `onDelete` was there before.
    if (typeof value === 'string' && !isAsBefore && /delet|remov|archiv/i.test(pointer)) return true
    // What no read before can be compared with is given the benefit of the doubt.
    return then !== undefined && (before === undefined ? value !== null : !jsonEquals(before.value, value))
  })
}

interface Mark {
  readonly pointer: string
  readonly value: Json
}

/** The members that speak of a state, at the top and two levels below. */
function marks(value: Json, at = '', depth = 3): readonly Mark[] {
  if (!isJsonObject(value) || depth === 0) return []
  return Object.entries(value).flatMap(([name, member]): readonly Mark[] => {
    const pointer = child(at, name)
    if (isJsonObject(member)) return marks(member, pointer, depth - 1)
    return MARK.test(name) && !Array.isArray(member) ? [{ pointer, value: member }] : []
  })
}
