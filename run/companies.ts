import type { RequestDraft } from '../core/case.ts'
import { isJsonObject } from '../core/json.ts'
import { child, parentOf, valueAt } from '../core/json-pointer.ts'
import type { Fact, FactPlace } from '../generators/shown-facts.ts'
import { valueIn, withValueIn } from './fact-change.ts'

/**
 * The changed request with one more or one fewer of the other optional parts: where one of these is accepted, a rule
 * between members refused the change, not the change itself.
 */
export function companies(
  changed: RequestDraft,
  { place }: Fact,
  drafts: readonly RequestDraft[],
): readonly RequestDraft[] {
  if (place.in !== 'body') {
    const names = [...new Set(drafts.flatMap((draft) => Object.keys(draft[place.in as 'query'])))]
    return names
      .filter((name) => name !== place.name)
      .flatMap((name) => toggled(changed, { in: place.in, name, pointer: '' }, drafts))
  }
  const holders = [...new Set([parentOf(place.pointer) ?? '', ''])]
  return holders.flatMap((holder) => {
    const names = new Set(
      drafts.flatMap((draft) => {
        const held = draft.body?.kind === 'value' ? valueAt(draft.body.value, holder) : undefined
        return isJsonObject(held) ? Object.keys(held) : []
      }),
    )
    return [...names]
      .map((name): FactPlace => ({ in: 'body', name: '', pointer: child(holder, name) }))
      .filter(({ pointer }) => pointer !== place.pointer && !place.pointer.startsWith(`${pointer}/`))
      .flatMap((sibling) => toggled(changed, sibling, drafts))
  })
}

function toggled(changed: RequestDraft, sibling: FactPlace, drafts: readonly RequestDraft[]): readonly RequestDraft[] {
  if (valueIn(changed, sibling) !== undefined) return [withValueIn(changed, sibling, undefined) ?? []].flat()
  const other = drafts.map((draft) => valueIn(draft, sibling)).find((value) => value !== undefined)
  return other === undefined ? [] : [withValueIn(changed, sibling, other) ?? []].flat()
}
