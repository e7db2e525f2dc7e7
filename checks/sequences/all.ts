import type { SequenceCheck } from './sequence-check.ts'
import { cancelAfterFinalConflicts } from './cancel-after-final-conflicts.ts'
import { cancelInProgressSucceeds } from './cancel-in-progress-succeeds.ts'
import { concurrentSameKeyCreatesOnce } from './concurrent-same-key-creates-once.ts'
import { createdResourceIsReadable } from './created-resource-is-readable.ts'
import { deletedResourceIsGone } from './deleted-resource-is-gone.ts'
import { eventIsDelivered } from './event-is-delivered.ts'
import { failedCreateHasNoEffect } from './failed-create-has-no-effect.ts'
import { finalStatusIsFinal } from './final-status-is-final.ts'
import { linksResolve } from './links-resolve.ts'
import { listContainsCreated } from './list-contains-created.ts'
import { listIsSorted } from './list-is-sorted.ts'
import { pageRespectsLimit } from './page-respects-limit.ts'
import { pagesAreDisjointAndComplete } from './pages-are-disjoint-and-complete.ts'
import { pollHoldsUntilChange } from './poll-holds-until-change.ts'
import { repeatedKeyReplaysResponse } from './repeated-key-replays-response.ts'
import { reusedKeyOnOtherResourceConflicts } from './reused-key-on-other-resource-conflicts.ts'
import { reusedKeyWithOtherBodyConflicts } from './reused-key-with-other-body-conflicts.ts'
import { requestIsAnswered } from './request-is-answered.ts'
import { staleConditionIsRefused } from './stale-condition-is-refused.ts'
import { statusTransitionIsAllowed } from './status-transition-is-allowed.ts'
import { updateIsVisible } from './update-is-visible.ts'
import { wrongStateIsConflict } from './wrong-state-is-conflict.ts'

/** Every promise about several exchanges, in the order of a resource's life. What each needs to know is its own. */
export const sequenceChecks: readonly Omit<SequenceCheck<never>, 'judge'>[] = [
  createdResourceIsReadable,
  updateIsVisible,
  staleConditionIsRefused,
  deletedResourceIsGone,
  failedCreateHasNoEffect,
  listContainsCreated,
  listIsSorted,
  pageRespectsLimit,
  pagesAreDisjointAndComplete,
  linksResolve,
  repeatedKeyReplaysResponse,
  reusedKeyWithOtherBodyConflicts,
  reusedKeyOnOtherResourceConflicts,
  concurrentSameKeyCreatesOnce,
  pollHoldsUntilChange,
  finalStatusIsFinal,
  statusTransitionIsAllowed,
  cancelInProgressSucceeds,
  cancelAfterFinalConflicts,
  wrongStateIsConflict,
  eventIsDelivered,
  requestIsAnswered,
]
