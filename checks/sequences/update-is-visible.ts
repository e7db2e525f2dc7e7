import type { Json } from '../../core/json.ts'
import { jsonEquals } from '../../core/json.ts'
import { show } from '../expectation.ts'
import { canBeSame } from './same-value.ts'
import type { SequenceCheck, SequenceDraft, SequenceStep } from './sequence-check.ts'
import { asked, documentOf, isAbsent, isAccepted, isDone, isMasked, readAt, statusOf } from './step.ts'

/** A value that an update asks for, and where a later read shows it. */
export interface ExpectedValue {
  /** Pointer into the body of the read. */
  readonly pointer: string
  readonly value: Json
}

export interface UpdatedAndRead {
  /** The same read before the update; shows whether nothing changed at all. */
  readonly before?: SequenceStep
  readonly updated: SequenceStep
  readonly read: SequenceStep
  readonly expected: readonly ExpectedValue[]
  /** Members that the update does not concern, as they were read before it. */
  readonly kept?: readonly ExpectedValue[]
}

/**
 * RFC 9110 §9.3.4: after a successful PUT a GET sends an equivalent representation; RFC 5789 §2: a PATCH is applied
 * whole or not at all. A value that is still the old one was lost; one that the update's own answer already showed
 * otherwise is a server's decision, and only a warning. What the update does not concern stays as it was.
 */
export const updateIsVisible: SequenceCheck<UpdatedAndRead> = {
  code: 'update-is-visible',
  severity: 'error',
  faults: [],
  requirements: ['RFC 9110 §9.3.4', 'RFC 5789 §2'],
  describe: 'What an accepted update asked for is what the next read shows.',
  lookAt:
    'Whether the update is stored: an answer made from the request, or a cache that is not emptied, hides that it was not.',
  judge({ before, updated, read, expected, kept = [] }) {
    if (!isDone(updated)) return []
    if (isAbsent(read)) return [gone(updated, read)]
    if (!isAccepted(read)) return []
    const wrong = expected.flatMap(({ pointer, value }): readonly SequenceDraft[] => {
      const shown = readAt(read, pointer)
      if (shown === undefined || shown === null) return []
      const old = before === undefined ? undefined : readAt(before, pointer)
      const isOld = old !== undefined && jsonEquals(old, shown) && !jsonEquals(old, value)
      if (!isOld && canBeSame(value, shown)) return []
      const answered = readAt(updated, pointer)
      const wasTold = !isOld && answered !== undefined && !canBeSame(value, answered)
      return [
        {
          key: `${isOld ? 'lost' : 'value'} ${pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')}`,
          title: isOld ? 'An accepted update is lost' : 'An update shows another value than was sent',
          message: `${asked(updated)} was answered with ${statusOf(updated)} and asked for ${show(value)} at ${pointer}, but ${asked(read)} ${isOld ? 'still ' : ''}shows ${show(shown)}.`,
          expected: show(value),
          actual: show(shown),
          document: updated.operation.pointer,
          payload: pointer,
          ...(wasTold && { severity: 'warning' as const }),
          at: updated,
          shownBy: read,
        },
      ]
    })
    return wrong.length > 0 ? wrong : kept.flatMap((member) => changedBeside(updated, read, member)).slice(0, 1)
  },
}

function changedBeside(
  updated: SequenceStep,
  read: SequenceStep,
  { pointer, value }: ExpectedValue,
): readonly SequenceDraft[] {
  // What the record hides cannot be told from what is not there.
  if (isMasked(read.exchange, 'response-body', pointer)) return []
  const shown = readAt(read, pointer)
  const isGone = shown === undefined || shown === null
  if (!isGone && canBeSame(value, shown)) return []
  return [
    {
      key: `${isGone ? 'dropped' : 'changed'} ${pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')}`,
      title: isGone ? 'An update drops what it does not concern' : 'An update changes what it does not concern',
      message: `${asked(updated)} was answered with ${statusOf(updated)} and left ${pointer} as it was, ${show(value)}, but ${asked(read)} shows ${isGone ? 'it no more' : show(shown)}.`,
      expected: show(value),
      actual: isGone ? 'nothing' : show(shown),
      document: updated.operation.pointer,
      payload: pointer,
      at: updated,
      shownBy: read,
    },
  ]
}

function gone(updated: SequenceStep, read: SequenceStep): SequenceDraft {
  return {
    key: 'gone',
    title: 'After an update the resource is gone',
    message: `${asked(updated)} was accepted, but ${asked(read)} answers ${statusOf(read)}.`,
    expected: 'the updated resource',
    actual: String(statusOf(read)),
    document: documentOf(updated),
    at: read,
  }
}
