import { shapeOf, type Shape } from '../checks/documented-members.ts'
import type { Case } from '../core/case.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import { deriveSeed } from '../core/seed.ts'
import { withValueAt } from '../generators/invalid/edit.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { schemaView } from '../spec/schema-view.ts'
import { AS_PLANNED, type LiveIds } from './live-ids.ts'
import type { RequestGeneration } from './request-generation.ts'

export interface TagOptions {
  readonly contract: Contract
  readonly generation: RequestGeneration
  /** Ids of the operations that make something. */
  readonly creating: { has(operationId: string): boolean }
  /** Member of a body by which whoever makes something names it: `orderId`. */
  readonly field: string
  /** Begins every reference of the run. */
  readonly tag: string
  readonly seed: number
}

const DEEPEST = 5

/**
 * Ids that also put a reference with the run's tag into what makes something, so that it is known whose it is on a target
 * that outlives the run. A case that is about that very member keeps its value. Where the contract has paths by the member
 * it is an id, and left alone.
 */
export function withTags(ids: LiveIds, options: TagOptions): LiveIds {
  const { contract, field, creating } = options
  const isId = contract.operations.some(({ parameters }) =>
    parameters.some((parameter) => parameter.in === 'path' && parameter.name === field),
  )
  if (isId) return ids
  return {
    ...ids,
    placesOf: (operation) =>
      creating.has(operation.operationId)
        ? [...ids.placesOf(operation), ...tagPlaces(operation, options)]
        : ids.placesOf(operation),
    bind: (operation, planned, only) => {
      const bound = ids.bind(operation, planned, only)
      // A request that is made smaller or weighed shows what it shows.
      if (only !== undefined || !creating.has(operation.operationId)) return bound
      return { ...bound, case: tagged(operation, bound.case, options) }
    },
  }
}

function tagged(operation: Operation, planned: Case, { generation, field, tag, seed }: TagOptions): Case {
  const { body } = planned.draft
  if (body?.kind !== 'value' || planned.id.endsWith(AS_PLANNED)) return planned
  const schema = operation.requestBody?.content.find(({ mediaType }) => mediaType === body.mediaType)?.schema
  if (schema === undefined) return planned
  const broken = (value: Json): number => generation.violations(schema, 'request', value).length
  let { value } = body
  for (const pointer of pointersTo(value, field)) {
    if (isAbout(planned, pointer)) continue
    const reference = `${tag}-${deriveSeed(seed, tag, planned.id, pointer).toString(36)}`
    const named = withValueAt(value, pointer, reference)
    if (broken(named) <= broken(value)) value = named
  }
  return value === body.value ? planned : { ...planned, draft: { ...planned.draft, body: { ...body, value } } }
}

/** Whether a case breaks a member, what holds it or what it holds. */
function isAbout({ intent }: Case, pointer: string): boolean {
  if (intent.kind === 'valid') return false
  const { payload } = intent.constraint
  return `${pointer}/`.startsWith(`${payload}/`) || payload.startsWith(`${pointer}/`)
}

/** Pointers to the texts of this name. */
function pointersTo(value: Json, field: string, pointer = '', depth = 0): readonly string[] {
  if (!isJsonObject(value) || depth > DEEPEST) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = child(pointer, name)
    return name === field && typeof inner === 'string' ? [at] : pointersTo(inner, field, at, depth + 1)
  })
}

/** The places of a body that get a reference, as boundary cases name them: `body/order/orderId`. */
function tagPlaces({ requestBody }: Operation, { contract, field }: TagOptions): readonly string[] {
  const found = new Set<string>()
  const walk = (shape: Shape, pointer: string, depth: number): void => {
    if (depth > DEEPEST) return
    const names = new Set(
      shape.schemas.flatMap(({ properties }) => (isJsonObject(properties) ? Object.keys(properties) : [])),
    )
    for (const name of names) {
      const member = shape.member(name)
      if (name === field) found.add(`body${child(pointer, name)}`)
      else if (member !== undefined) walk(member, child(pointer, name), depth + 1)
    }
  }
  for (const { schema } of requestBody?.content ?? []) {
    if (schema !== undefined) walk(shapeOf(schemaView(contract, schema, 'request')), '', 0)
  }
  return [...found]
}
