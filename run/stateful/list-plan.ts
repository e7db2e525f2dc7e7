import type { ListShape } from '../../checks/sequences/listed-items.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { RequestDraft } from '../../core/case.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { shapeOf } from '../../checks/documented-members.ts'
import { nodeAt } from '../../spec/dereference.ts'
import type { Contract, Operation } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import type { Conversation } from './conversation.ts'
import { filterParameters } from './filter-members.ts'
import { type FamilyContext, withinScope } from './family-context.ts'
import { isPaging, limitNear, type ListParameters, listParametersOf } from './list-parameters.ts'
import { type Walk, walkList } from './list-walk.ts'
import { pathValues } from './path-values.ts'
import type { Resource } from './resource.ts'

/** A list that resources of a family are expected in. */
export interface ListPlan {
  readonly operation: Operation
  readonly draft: RequestDraft
  readonly parameters: ListParameters
  /** Whether it shows everything that is created: it is asked with no more than what the resource itself says. */
  readonly isComplete: boolean
}

/** How the list of a family is asked for, so that it should show a resource; `undefined` where it cannot be asked. */
export function planList(context: FamilyContext, resource: Resource): ListPlan | undefined {
  const { family, workshop } = context
  const operation = family.list?.operation
  const path = operation && pathValues(operation, { operation: family.create, draft: resource.draft })
  const plain = operation && workshop.plainest(operation)
  if (operation === undefined || path === undefined || plain === undefined) return undefined
  const sent = resource.draft.body?.kind === 'value' ? resource.draft.body.value : undefined
  let isComplete = !isChoosy(workshop.contract, operation)
  const query: Record<string, Json> = {}
  const prepared = workshop.prepared(operation, plain, family.name, 'list')
  for (const [name, value] of Object.entries(prepared.query)) {
    const own = valueAt(sent, `/${name}`) as Json | undefined
    const isScalar = typeof own === 'string' || typeof own === 'number' || typeof own === 'boolean'
    query[name] = isScalar ? own : value
    isComplete &&= isScalar || operation.parameters.some((one) => one.name === name && isPaging(one))
  }
  return {
    operation,
    draft: withinScope(family, operation, { ...prepared, path: { ...prepared.path, ...path }, query }, resource),
    parameters: listParametersOf(workshop.contract, operation),
    isComplete,
  }
}

/** Reads a list with pages as large as can be. */
export function walk(
  context: FamilyContext,
  conversation: Conversation,
  plan: ListPlan,
  options: {
    readonly name: string
    readonly limit?: number | undefined
    readonly mostPages?: number
    readonly until?: (pages: readonly SequenceStep[], shape: ListShape) => boolean
  },
): Promise<Walk> {
  const { family, budget, baseUrl } = context
  const { operation, draft, parameters } = plan
  return walkList(conversation, {
    operation,
    draft,
    parameters,
    baseUrl,
    shape: family.list?.shape,
    idNames: [family.item?.parameter ?? 'id', 'id', 'uuid', 'key', 'name'],
    mostPages: budget.pages,
    limit: limitNear(parameters.limit, LARGE),
    ...options,
  })
}

const LARGE = 100

/** Whether a list says of itself that it leaves something out, or has a filter that is on unless it is switched off. */
function isChoosy(contract: Contract, operation: Operation): boolean {
  const { summary = '', pointer } = operation
  const node = nodeAt(contract, pointer)
  const description = isJsonObject(node) && typeof node['description'] === 'string' ? node['description'] : ''
  if (
    /\b(?:only|published|approved|active|open|recent|latest|upcoming|visible|public)\b/i.test(
      `${summary} ${description}`,
    )
  )
    return true
  return filterParameters(contract, operation).some(({ schema }) =>
    shapeOf(schemaView(contract, schema ?? '', 'request')).all.some((one) => one['default'] !== undefined),
  )
}
