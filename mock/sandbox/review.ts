import type { JsonObject } from '../../core/json.ts'
import type { World } from './world.ts'

/** What Payroc reviews is pending at first, and approved when the time of a review has passed. */
export function reviewedStatus({ clock, options }: World, { status, createdDate }: JsonObject): string {
  const isReviewed = Date.parse(String(createdDate)) + options.reviewTime <= clock.now()
  return status === 'pending' && isReviewed ? 'approved' : String(status)
}
