import { shapeOf } from '../../checks/documented-members.ts'
import { listIsSorted } from '../../checks/sequences/list-is-sorted.ts'
import { itemsOf } from '../../checks/sequences/listed-items.ts'
import { isJsonObject } from '../../core/json.ts'
import type { Contract, Operation, Parameter } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import type { Conversation } from './conversation.ts'
import type { FamilyContext } from './family-context.ts'
import { plainName } from './filter-members.ts'
import { type ListPlan, walk } from './list-plan.ts'

/** A listed value of a parameter that orders a list, as far as it says what it means. */
export interface Ordering {
  readonly parameter: string
  readonly value: string
  /** As the value names it: `createdAt`, `created_at`. */
  readonly by: string
  readonly isDescending: boolean
}

const SORTS = /^\$?(?:sort|sort_?by|order|order_?by)$/i

/**
 * The orders of a list that say their direction: `-name`, `name:desc`, `name_desc`, `name asc`. A name alone ascends where
 * the same name with a minus stands beside it.
 */
export function orderingsOf(contract: Contract, { parameters }: Operation): readonly Ordering[] {
  return parameters.filter((one) => one.in === 'query' && SORTS.test(one.name)).flatMap((one) => listed(contract, one))
}

function listed(contract: Contract, { name: parameter, schema }: Parameter): readonly Ordering[] {
  if (schema === undefined) return []
  const values = shapeOf(schemaView(contract, schema, 'request'))
    .all.flatMap((one) => (Array.isArray(one['enum']) ? (one['enum'] as readonly unknown[]) : []))
    .filter((value) => typeof value === 'string')
  return values.flatMap((value): readonly Ordering[] => {
    const [, by, direction] = /^(\w+?)[\s:._,-](asc|desc)(?:ending)?$/i.exec(value) ?? []
    if (by !== undefined && direction !== undefined) {
      return [{ parameter, value, by, isDescending: direction.toLowerCase() === 'desc' }]
    }
    if (value.startsWith('-')) return [{ parameter, value, by: value.slice(1), isDescending: true }]
    return values.includes(`-${value}`) ? [{ parameter, value, by: value, isDescending: false }] : []
  })
}

/** Asks a list for the orders by members that its items have. */
export async function sorting(context: FamilyContext, conversation: Conversation, plan: ListPlan): Promise<void> {
  const orderings = orderingsOf(context.workshop.contract, plan.operation)
  if (orderings.length === 0) return
  const { pages, shape } = await walk(context, conversation, plan, { name: 'list to sort', mostPages: 1 })
  const [first] = pages
  const sample =
    first === undefined || shape === undefined ? undefined : itemsOf(first, shape.items)?.find(isJsonObject)
  if (shape === undefined || sample === undefined) return
  for (const { parameter, value, by, isDescending } of orderings.slice(0, MOST_ORDERS)) {
    const member = Object.keys(sample).find((name) => plainName(name) === plainName(by))
    if (member === undefined) continue
    const draft = { ...plan.draft, query: { ...plan.draft.query, [parameter]: value } }
    const broken = await conversation.conclude(listIsSorted, async () => {
      const sorted = await walk(context, conversation, { ...plan, draft }, { name: `list by ${value}`, mostPages: 1 })
      const [page] = sorted.pages
      return page === undefined ? undefined : { page, items: shape.items, parameter, value, member, isDescending }
    })
    if (broken.length > 0) return
  }
}

const MOST_ORDERS = 4
