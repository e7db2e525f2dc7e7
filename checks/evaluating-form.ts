import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import type { SchemaView } from '../spec/schema-view.ts'
import { formOf, type Form, type FormObject, type FormSurroundings } from './validation-form.ts'

const evaluation = new WeakMap<SchemaView, boolean>()

/**
 * Whether `unevaluatedProperties` occurs: it sees through references, so that they must be compiled together. Not
 * where conditions occur, too: ajv does not follow what they evaluate, and would refuse what is right.
 */
export function needsEvaluation(view: SchemaView): boolean {
  let needed = evaluation.get(view)
  if (needed === undefined) {
    const mentioned = mentionedIn(view.schema)
    needed = mentioned.unevaluated && !mentioned.conditions
    evaluation.set(view, needed)
  }
  return needed
}

interface Mentioned {
  readonly unevaluated: boolean
  readonly conditions: boolean
}

/** Definitions are shared between views: each is searched once. */
const searched = new WeakMap<object, Mentioned>()

function mentionedIn(root: Json): Mentioned {
  const known = isJsonObject(root) ? searched.get(root) : undefined
  if (known !== undefined) return known
  let [unevaluated, conditions] = [false, false]
  const pending: Json[] = [root]
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== 'object' || value === null) continue
    if ('unevaluatedProperties' in value) unevaluated = true
    if ('if' in value) conditions = true
    for (const [name, part] of Object.entries(value)) {
      if (name !== '$defs' || !isJsonObject(part)) pending.push(part)
      else {
        const inner = Object.values(part).map(mentionedIn)
        unevaluated ||= inner.some((definition) => definition.unevaluated)
        conditions ||= inner.some((definition) => definition.conditions)
      }
    }
  }
  const mentioned = { unevaluated, conditions }
  if (isJsonObject(root)) searched.set(root, mentioned)
  return mentioned
}

/** The schema with everything it refers to, under `$defs`. */
export function evaluatingForm(
  schema: JsonObject | boolean,
  view: SchemaView,
  remember: FormSurroundings['remember'],
): Form {
  const names = { exact: new Map<JsonObject | boolean, string>(), lenient: new Map<JsonObject | boolean, string>() }
  const pending: { readonly name: string; readonly target: JsonObject | boolean; readonly exact: boolean }[] = []
  const refTo = (target: JsonObject | boolean, exact: boolean): FormObject => {
    const known = names[exact ? 'exact' : 'lenient']
    let name = known.get(target)
    if (name === undefined) {
      name = `${exact ? 'e' : 'd'}${known.size}`
      known.set(target, name)
      pending.push({ name, target, exact })
    }
    return { $ref: `#/$defs/${name}` }
  }
  const around: FormSurroundings = { view, remember, evaluates: true, refTo }
  const form = formOf(schema, around, false)
  if (typeof form === 'boolean' || pending.length === 0) return form
  const definitions: Record<string, Form> = {}
  // Grows while forms are made; the loop sees what is added.
  for (const { name, target, exact } of pending) definitions[name] = formOf(target, around, exact)
  form['$defs'] = definitions
  return form
}
