import type { Json } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { show } from '../expectation.ts'
import type { Identity } from './identity.ts'
import { keptMembers } from './kept-members.ts'
import { canBeSame } from './same-value.ts'
import type { SequenceCheck, SequenceDraft, SequenceStep } from './sequence-check.ts'
import {
  asked,
  documentOf,
  idText,
  isAbsent,
  isAccepted,
  isDone,
  isMasked,
  jsonOf,
  readAt,
  sentJsonOf,
} from './step.ts'

export interface CreatedAndRead {
  readonly created: SequenceStep
  /** Asked for by the id, or at the place, that `created` gave. */
  readonly read: SequenceStep
  readonly identity?: Identity
  /** Where the resource itself stands in each body (`/data`); absent: the body is the resource. */
  readonly resource?: { readonly sent?: string; readonly created?: string; readonly read?: string }
}

/**
 * RFC 9110 §15.3.2: 201 says that the resource has been created, and where. It can then be read, it is the resource
 * that was asked for, and it holds the values that were sent, as far as the server had no reason to change them.
 */
export const createdResourceIsReadable: SequenceCheck<CreatedAndRead> = {
  code: 'created-resource-is-readable',
  severity: 'error',
  faults: [],
  requirements: ['RFC 9110 §9.3.3', 'RFC 9110 §15.3.2'],
  describe: 'What was created can be read, is the resource that was created, and holds the values that were sent.',
  lookAt:
    'What the create stores, beside what it answers: the write failed or was left out, or the read looks somewhere else.',
  judge(evidence) {
    const { created, read, identity } = evidence
    if (!isDone(created)) return []
    if (isAbsent(read)) return [unreadable(evidence)]
    if (!isAccepted(read)) return []
    const found = identity === undefined ? undefined : idText(readAt(read, identity.at))
    if (identity !== undefined && found !== undefined && found !== identity.value) {
      return [another(evidence, identity, found)]
    }
    return changedValues(evidence)
  },
}

function unreadable({ created, read }: CreatedAndRead): SequenceDraft {
  const status = read.exchange.outcome.kind === 'response' ? read.exchange.outcome.status : 0
  return {
    key: 'not readable',
    title: 'What was created cannot be read',
    message: `${asked(created)} created a resource, but ${asked(read)} answers ${status}.`,
    expected: 'the created resource',
    actual: String(status),
    document: read.operation.pointer,
    at: read,
  }
}

function another({ created, read }: CreatedAndRead, identity: Identity, found: string): SequenceDraft {
  return {
    key: 'another resource',
    title: 'Reading what was created yields another resource',
    message: `${asked(created)} created ${show(identity.value)}, but ${asked(read)} shows ${show(found)}.`,
    expected: `the resource ${show(identity.value)}`,
    actual: `the resource ${show(found)}`,
    document: documentOf(read),
    payload: identity.at,
    at: read,
  }
}

/**
 * A server that said at once what it made of a value has a reason of its own, which no contract expresses: a warning.
 * One that never said so has lost or changed what it was given.
 */
function changedValues({ created, read, resource = {} }: CreatedAndRead): readonly SequenceDraft[] {
  const sent = valueAt(sentJsonOf(created), resource.sent ?? '') as Json | undefined
  const shown = valueAt(jsonOf(read), resource.read ?? '') as Json | undefined
  return keptMembers(sent, shown).flatMap((member): readonly SequenceDraft[] => {
    const payload = `${resource.read ?? ''}${member.pointer}`
    if (isMasked(read.exchange, 'response-body', payload)) return []
    if (isMasked(created.exchange, 'request-body', `${resource.sent ?? ''}${member.pointer}`)) return []
    if (canBeSame(member.sent, member.read)) return []
    const answered = readAt(created, `${resource.created ?? ''}${member.pointer}`)
    const wasTold = answered !== undefined && !canBeSame(member.sent, answered)
    return [
      {
        key: `value ${member.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')}`,
        title: 'What was created does not hold the value that was sent',
        message: `${asked(created)} sent ${show(member.sent)} at ${member.pointer}, but ${asked(read)} shows ${show(member.read)}.`,
        expected: show(member.sent),
        actual: show(member.read),
        document: documentOf(read),
        payload,
        ...(wasTold && { severity: 'warning' as const }),
        at: read,
      },
    ]
  })
}
