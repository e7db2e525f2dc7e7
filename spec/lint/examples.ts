import { child } from '../../core/json-pointer.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import type { DocumentPointer } from '../model.ts'
import type { LintContext } from './rule.ts'

/** An example as it stands in a parameter, header or media type. */
export interface ExampleSite {
  /** The key under `examples`, or `example`. */
  readonly name: string
  readonly value: Json
  readonly pointer: DocumentPointer
  /** The object that holds the value: tells one example from another where objects are shared. */
  readonly holder: object
}

/** The examples beside a schema, `$ref`s followed; those without a value in the document are left out. */
export function examplesOf(node: JsonObject, context: LintContext): readonly ExampleSite[] {
  const found: ExampleSite[] = []
  if (node['example'] !== undefined) {
    found.push({
      name: 'example',
      value: node['example'],
      pointer: child(context.pointerOf(node), 'example'),
      holder: node,
    })
  }
  const { examples } = node
  if (!isJsonObject(examples)) return found
  for (const [name, reference] of Object.entries(examples)) {
    const holder = context.resolve(reference)
    if (holder === undefined || holder['value'] === undefined) continue
    found.push({ name, value: holder['value'], pointer: child(context.pointerOf(holder), 'value'), holder })
  }
  return found
}
