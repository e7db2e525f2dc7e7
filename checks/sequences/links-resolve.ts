import { show } from '../expectation.ts'
import type { Identity } from './identity.ts'
import type { SequenceCheck, SequenceDraft, SequenceStep } from './sequence-check.ts'
import { asked, documentOf, idText, isAccepted, isDone, readAt, statusOf } from './step.ts'

export interface FollowedLink {
  /** The answer that holds the link. */
  readonly source: SequenceStep
  /** What came when it was followed by GET. */
  readonly followed: SequenceStep
  /** Relation or header: `self`, `Location`. */
  readonly relation: string
  /** Pointer to the link in the source's body, or `header: Location`. */
  readonly place: string
  /** What the link promises to lead to; absent where only that it leads somewhere. */
  readonly identity?: Identity
}

/** RFC 8288 §2 and RFC 9110 §10.2.2: a link names a resource. One that was just given leads there. */
export const linksResolve: SequenceCheck<FollowedLink> = {
  code: 'links-resolve',
  severity: 'error',
  faults: [],
  requirements: ['RFC 8288 §2', 'RFC 9110 §10.2.2'],
  describe: 'A link, or a Location, that a server gives leads to the resource that it promises.',
  lookAt: 'How the link is built: from which id and which base path, beside the route that should serve it.',
  judge(evidence) {
    const { source, followed, identity } = evidence
    if (!isDone(source)) return []
    const status = statusOf(followed)
    if (DEAD.has(status)) return [draft(evidence, 'dead', `a resource`, String(status))]
    if (!isAccepted(followed) || identity === undefined) return []
    const found = idText(readAt(followed, identity.at))
    if (found === undefined || found === identity.value) return []
    return [draft(evidence, 'elsewhere', `the resource ${show(identity.value)}`, `the resource ${show(found)}`)]
  },
}

/** 405 and 501: the resource cannot be read at all; other refusals may be about the way it was asked. */
const DEAD = new Set([404, 405, 410, 501])

function draft(
  { source, followed, relation, place }: FollowedLink,
  fault: 'dead' | 'elsewhere',
  expected: string,
  actual: string,
): SequenceDraft {
  const name = place.startsWith('header:') ? `The header ${relation}` : `The link ${show(relation)}`
  return {
    key: `${fault} ${relation}`,
    title: `${name} leads ${fault === 'dead' ? 'nowhere' : 'to another resource'}`,
    message: `${name} in the answer to ${asked(source)} leads to ${asked(followed)}, which yields ${actual}.`,
    expected,
    actual,
    document: documentOf(source),
    payload: place,
    at: source,
  }
}
