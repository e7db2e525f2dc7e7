import { shapeAt, shapeOf } from '../../checks/documented-members.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { Contract, DocumentPointer } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'

/** A text in a body, and what its schema leaves free. */
export interface TextMember {
  readonly pointer: string
  readonly name: string
  /** `free`: any text of these lengths; `formed`: a text of some form that is worth drawing anew. */
  readonly kind: 'free' | 'formed'
  readonly minLength: number
  readonly maxLength: number
}

/** Names of texts that mean nothing to a server, the best first. */
const HARMLESS = ['name', 'title', 'description', 'label', 'note', 'notes', 'subject', 'comment', 'text', 'reference']

/** Texts that mean something to a server although their schema does not say so. */
const MEANINGFUL =
  /(?:id|ids|uuid|code|type|kind|status|state|currency|country|language|locale|zone|url|uri|href|token|secret|password|pin|cvv|mask|date|time|at|on|number|path|format|version|method|scheme|algorithm|region|unit)$/i

/** Forms that servers ask to be unique. */
const FORMS = new Set(['email', 'idn-email', 'uuid'])

const DEEPEST = 3

/** The texts of a body that may be replaced, the most harmless first. */
export function textMembers(contract: Contract, schema: DocumentPointer, body: Json): readonly TextMember[] {
  const shape = shapeOf(schemaView(contract, schema, 'request'))
  const found: TextMember[] = []
  const walk = (value: Json, pointer: string, depth: number): void => {
    if (!isJsonObject(value) || depth > DEEPEST) return
    for (const [name, member] of Object.entries(value)) {
      const at = child(pointer, name)
      if (isJsonObject(member)) walk(member, at, depth + 1)
      if (typeof member !== 'string') continue
      const schemas = shapeAt(shape, at)?.all ?? []
      const has = (keyword: string): boolean => schemas.some((one) => one[keyword] !== undefined)
      if (schemas.length === 0 || has('enum') || has('const')) continue
      const isFormed = has('pattern') || schemas.some(({ format }) => FORMS.has(String(format)))
      if (!isFormed && has('format')) continue
      found.push({
        pointer: at,
        name,
        kind: isFormed ? 'formed' : 'free',
        minLength: Math.max(0, ...schemas.map(({ minLength }) => Number(minLength ?? 0))),
        maxLength: Math.min(10_000, ...schemas.map(({ maxLength }) => Number(maxLength ?? 10_000))),
      })
    }
  }
  walk(body, '', 1)
  return found.toSorted((one, other) => rankOf(one) - rankOf(other))
}

/** Whether a text can be replaced by any other one. */
export function isHarmless({ name, kind }: TextMember): boolean {
  return kind === 'free' && (HARMLESS.includes(name.toLowerCase()) || !MEANINGFUL.test(name))
}

function rankOf({ name, pointer }: TextMember): number {
  const index = HARMLESS.indexOf(name.toLowerCase())
  return (index < 0 ? HARMLESS.length : index) + pointer.split('/').length * HARMLESS.length
}
