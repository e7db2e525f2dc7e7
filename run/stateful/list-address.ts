import type { RequestDraft } from '../../core/case.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { withValueAt } from '../../generators/invalid/edit.ts'
import type { Operation } from '../../spec/model.ts'
import { pathValues } from './path-values.ts'

/** Where a create puts a resource, as its list is asked for: the list of another parent rightly does not show it. */
export function listAddress(list: Operation, create: Operation, draft: RequestDraft): JsonObject {
  return {
    path: pathValues(list, { operation: create, draft }) ?? {},
    query: Object.fromEntries(requiredOf(list).flatMap((name) => entryOf(name, sentAt(draft, name)))),
  }
}

/** A create that puts its resource where another one has put its own. */
export function putBeside(list: Operation, draft: RequestDraft, other: RequestDraft): RequestDraft {
  const { body } = draft
  if (body?.kind !== 'value') return { ...draft, path: other.path }
  const value = requiredOf(list).reduce<Json>((changed, name) => {
    const [own, wanted] = [valueAt(changed, `/${name}`), sentAt(other, name)]
    return own === undefined || wanted === undefined ? changed : withValueAt(changed, `/${name}`, wanted)
  }, body.value)
  return { ...draft, path: other.path, body: { ...body, value } }
}

/** What a list cannot be asked for without. */
function requiredOf({ parameters }: Operation): readonly string[] {
  return parameters.filter((one) => one.in === 'query' && one.required).map(({ name }) => name)
}

function sentAt({ body }: RequestDraft, name: string): Json | undefined {
  return body?.kind === 'value' ? (valueAt(body.value, `/${name}`) as Json | undefined) : undefined
}

function entryOf(name: string, value: Json | undefined): readonly (readonly [string, Json])[] {
  return value === undefined ? [] : [[name, value]]
}
