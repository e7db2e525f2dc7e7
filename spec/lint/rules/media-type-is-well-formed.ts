import { parseMediaType } from '../../../core/media-type.ts'
import type { LintRule } from '../rule.ts'
import { show } from '../schema-types.ts'

/** OAS §4.8.13: the keys of `content` are media types or media type ranges. */
export const mediaTypeIsWellFormed: LintRule = {
  code: 'media-type-is-well-formed',
  severity: 'error',
  describe: 'The keys of content are media types.',
  *check({ sites, pointerOf, otherPlaces }) {
    for (const { node, mediaType } of sites.mediaTypes) {
      if (parseMediaType(mediaType) !== undefined) continue
      yield {
        pointer: pointerOf(node),
        otherPlaces: otherPlaces(node),
        message: `${show(mediaType)} is not a media type`,
      }
    }
  },
}
