import type { LintRule } from '../rule.ts'

const IGNORED: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization'])

/** OAS §4.8.12: a header parameter named Accept, Content-Type or Authorization "SHALL be ignored". */
export const headerParameterIsHonoured: LintRule = {
  code: 'header-parameter-is-honoured',
  severity: 'info',
  describe: 'No header parameter is called Accept, Content-Type or Authorization, which would be ignored.',
  *check({ sites, pointerOf, otherPlaces }) {
    for (const { node } of sites.parameters) {
      const { name, in: place } = node
      if (place !== 'header' || typeof name !== 'string' || !IGNORED.has(name.toLowerCase())) continue
      yield {
        pointer: pointerOf(node),
        otherPlaces: otherPlaces(node),
        message: `header parameter "${name}" is ignored: media types and security say what is sent`,
      }
    }
  },
}
