import { shapeOf } from '../../checks/documented-members.ts'
import type { RequestDraft } from '../../core/case.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import { deriveSeed } from '../../core/seed.ts'
import { withValueAt } from '../../generators/invalid/edit.ts'
import type { Contract, DocumentPointer, Operation, Parameter } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import { jsonSchemaOf } from './create-draft.ts'
import { freshText } from './fresh-text.ts'
import { isPaging } from './list-parameters.ts'
import type { Workshop } from './workshop.ts'

/**
 * The query parameters of a list that may filter by a member of the same name: texts, listed values and flags, which
 * are either there or not.
 */
export function filterParameters(contract: Contract, { parameters }: Operation): readonly Parameter[] {
  return parameters.filter((parameter) => {
    if (parameter.in !== 'query' || parameter.schema === undefined || isPaging(parameter)) return false
    const types = typesOf(contract, parameter.schema)
    return types.length > 0 && types.every((type) => type === 'string' || type === 'boolean')
  })
}

function typesOf(contract: Contract, schema: DocumentPointer): readonly Json[] {
  return shapeOf(schemaView(contract, schema, 'request')).all.flatMap(({ type, enum: values }) =>
    type === undefined ? (Array.isArray(values) ? values.map((value: Json) => typeof value) : []) : [type].flat(),
  )
}

/** `filter[status]`, `Status` and `status` are one name. */
export function plainName(name: string): string {
  return name
    .replace(/^filter\[(.*)\]$/i, '$1')
    .replaceAll(/[^a-z0-9]/gi, '')
    .toLowerCase()
}

/** A create that differs from others in what its list can filter by. */
export function varied(
  workshop: Workshop,
  create: Operation,
  list: Operation,
  draft: RequestDraft,
  index: number,
): RequestDraft {
  const { contract, isValid } = workshop
  const { body } = draft
  const schema = jsonSchemaOf(create, draft)
  if (body?.kind !== 'value' || schema === undefined || !isJsonObject(body.value)) return draft
  const shape = shapeOf(schemaView(contract, schema, 'request'))
  const names = new Set(
    shape.schemas.flatMap(({ properties }) => (isJsonObject(properties) ? Object.keys(properties) : [])),
  )
  let value: Json = body.value
  for (const parameter of filterParameters(contract, list)) {
    const name = [...names].find((one) => plainName(one) === plainName(parameter.name))
    const schemas = name === undefined ? [] : (shape.member(name)?.all ?? [])
    if (name === undefined || schemas.length === 0 || /id$/i.test(name)) continue
    const has = (keyword: string): boolean => schemas.some((one) => one[keyword] !== undefined)
    const values = schemas.map((one) => one['enum']).find((one) => Array.isArray(one)) as readonly Json[] | undefined
    const types = schemas.flatMap(({ type }) => (type === undefined ? [] : [type].flat()))
    const isText = types.includes('string') && !has('format') && !has('pattern')
    const other: Json | undefined =
      values !== undefined
        ? values[index % values.length]
        : types.includes('boolean')
          ? index % 2 === 0
          : isText
            ? freshText(deriveSeed(workshop.seed, create.operationId, name, index), bounds(schemas))
            : undefined
    if (other === undefined) continue
    const changed = withValueAt(value, child('', name), other)
    if (isValid(schema, changed)) value = changed
  }
  return { ...draft, body: { ...body, value } }
}

function bounds(schemas: readonly { readonly [name: string]: Json }[]): { minLength: number; maxLength: number } {
  return {
    minLength: Math.max(0, ...schemas.map(({ minLength }) => Number(minLength ?? 0))),
    maxLength: Math.min(40, ...schemas.map(({ maxLength }) => Number(maxLength ?? 40))),
  }
}
