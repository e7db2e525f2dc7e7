import { child } from '../../../core/json-pointer.ts'
import { isJsonObject } from '../../../core/json.ts'
import type { LintRule } from '../rule.ts'

/** OAS §4.8.19: an entry of `examples` is an Example Object; the value itself stands under its `value`. */
export const exampleHasValue: LintRule = {
  code: 'example-has-value',
  severity: 'warning',
  describe: 'Every entry of examples holds its value under value, or names an external one.',
  *check({ sites, pointerOf, otherPlaces, resolve }) {
    const reported = new Set<object>()
    for (const { node } of [...sites.parameters, ...sites.headers, ...sites.mediaTypes]) {
      const { examples } = node
      if (examples === undefined || reported.has(node)) continue
      reported.add(node)
      const place = { pointer: child(pointerOf(node), 'examples'), otherPlaces: otherPlaces(node) }
      if (!isJsonObject(examples)) {
        yield { ...place, message: 'examples is a map from names to Example Objects here' }
        continue
      }
      for (const [name, reference] of Object.entries(examples)) {
        const example = resolve(reference)
        if (example !== undefined && (reported.has(example) || 'value' in example || 'externalValue' in example))
          continue
        if (example !== undefined) reported.add(example)
        yield { ...place, pointer: child(place.pointer, name), message: `example "${name}" has no value` }
      }
    }
  },
}
