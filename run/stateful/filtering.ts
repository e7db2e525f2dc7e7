import { itemsOf, type ListShape, readableIdsOf } from '../../checks/sequences/listed-items.ts'
import { listContainsCreated } from '../../checks/sequences/list-contains-created.ts'
import { canBeSame } from '../../checks/sequences/same-value.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { Parameter } from '../../spec/model.ts'
import type { Conversation } from './conversation.ts'
import type { FamilyContext } from './family-context.ts'
import { filterParameters, plainName } from './filter-members.ts'
import { type ListPlan, walk } from './list-plan.ts'
import type { Resource } from './resource.ts'

/** A filter, the value to ask for, and a resource that matches it while another one does not. */
interface Trial {
  readonly parameter: Parameter
  readonly member: string
  readonly value: string | boolean
  readonly matching: Resource
}

/**
 * Filters that bear the name of a member: asked for the value that one of the resources has and another has not. Only
 * values that are either there or not: texts, listed values and flags. What is between bounds has other names.
 */
export async function filtering(
  context: FamilyContext,
  conversation: Conversation,
  plan: ListPlan,
  resources: readonly Resource[],
): Promise<void> {
  if (filterParameters(context.workshop.contract, plan.operation).length === 0) return
  const { pages, shape } = await walk(context, conversation, plan, {
    name: 'list to filter',
    until: (steps, known) => resources.every(({ id }) => itemOf(steps, known, id) !== undefined),
  })
  if (shape === undefined) return
  for (const trial of trialsOf(context, plan, resources, pages, shape).slice(0, context.budget.filters)) {
    const { parameter, member, value, matching } = trial
    const asked: ListPlan = {
      ...plan,
      draft: { ...plan.draft, query: { ...plan.draft.query, [parameter.name]: value } },
    }
    await conversation.conclude(listContainsCreated, async () => {
      const filtered = await walk(context, conversation, asked, { name: `list by ${parameter.name}` })
      return {
        created: matching.created,
        id: String(matching.id),
        pages: filtered.pages,
        isWhole: filtered.ended === 'end' && plan.isComplete,
        shape,
        filter: { parameter: parameter.name, member, value },
      }
    })
  }
}

function trialsOf(
  { workshop }: FamilyContext,
  { operation, draft }: ListPlan,
  resources: readonly Resource[],
  pages: readonly SequenceStep[],
  shape: ListShape,
): readonly Trial[] {
  const items = resources.flatMap((resource) => {
    const item = itemOf(pages, shape, resource.id)
    return isJsonObject(item) ? [{ resource, item }] : []
  })
  return filterParameters(workshop.contract, operation).flatMap((parameter): readonly Trial[] => {
    const { name, schema } = parameter
    const member = Object.keys(items[0]?.item ?? {}).find((one) => plainName(one) === plainName(name))
    if (member === undefined || schema === undefined || name in draft.query) return []
    for (const { resource, item } of items) {
      const value = item[member]
      if ((typeof value !== 'string' || value === '' || isMoment(value)) && typeof value !== 'boolean') continue
      if (!workshop.isValid(schema, value)) continue
      const isTelling = items.some(({ item: other }) => isOther(value, other[member]))
      if (isTelling) return [{ parameter, member: child('', member), value, matching: resource }]
    }
    return []
  })
}

function isOther(value: Json, other: Json | undefined): boolean {
  return other !== undefined && other !== null && !canBeSame(value, other)
}

function isMoment(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(text)
}

function itemOf(pages: readonly SequenceStep[], shape: ListShape, id: string | number): Json | undefined {
  for (const page of pages) {
    const index = readableIdsOf(page, shape)?.indexOf(String(id)) ?? -1
    if (index >= 0) return itemsOf(page, shape.items)?.[index]
  }
  return undefined
}
