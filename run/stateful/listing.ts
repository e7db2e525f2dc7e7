import { idsOf, readableIdsOf } from '../../checks/sequences/listed-items.ts'
import { listContainsCreated } from '../../checks/sequences/list-contains-created.ts'
import { pageRespectsLimit } from '../../checks/sequences/page-respects-limit.ts'
import { pagesAreDisjointAndComplete } from '../../checks/sequences/pages-are-disjoint-and-complete.ts'
import { isAccepted } from '../../checks/sequences/step.ts'
import { type Json, jsonEquals } from '../../core/json.ts'
import type { Conversation } from './conversation.ts'
import type { FamilyContext } from './family-context.ts'
import { filtering } from './filtering.ts'
import { varied } from './filter-members.ts'
import { listAddress, putBeside } from './list-address.ts'
import { limitNear } from './list-parameters.ts'
import { type ListPlan, planList, walk } from './list-plan.ts'
import type { Walk } from './list-walk.ts'
import type { Resource } from './resource.ts'
import { sorting } from './sorting.ts'

/** Creates in vain, or whose id the record hides, before a list is taken for as full as it gets. */
const MOST_MISSED = 1

/** Resources that were created one after the other, and the list that should show them. */
export async function listing(context: FamilyContext): Promise<void> {
  const { family, workshop } = context
  const list = family.list?.operation
  if (list === undefined) return
  const conversation = context.converse('list')
  const resources: Resource[] = []
  let missed = 0
  for (let i = 0; i < context.budget.listed && missed <= MOST_MISSED; i++) {
    const [first] = resources
    const resource = await context.creator.create(conversation, [family.name, 'list', i], (draft) => {
      const different = varied(workshop, family.create, list, draft, i)
      return first === undefined ? different : putBeside(list, different, first.draft)
    })
    if (resource === undefined) {
      missed++
      continue
    }
    context.leave(resource)
    // Where the target would not have it beside the first one, it is in another list.
    const addressOf = ({ draft }: Resource): Json => listAddress(list, family.create, draft)
    if (first === undefined || jsonEquals(addressOf(first), addressOf(resource))) resources.push(resource)
  }
  const [first] = resources
  const plan = first === undefined ? undefined : planList(context, first)
  if (plan !== undefined) {
    const missing = await contains(context, conversation, plan, resources)
    await pages(context, conversation, plan, new Set(resources.map(({ id }) => id)).size)
    if (!missing) await filtering(context, conversation, plan, resources)
    await sorting(context, conversation, plan)
  }
  await conversation.finish()
}

/** Whether something was missing. */
async function contains(
  context: FamilyContext,
  conversation: Conversation,
  plan: ListPlan,
  resources: readonly Resource[],
): Promise<boolean> {
  if (!plan.isComplete) return false
  const wanted = resources.map(({ id }) => String(id))
  const read = (): Promise<Walk> =>
    walk(context, conversation, plan, {
      name: 'list',
      until: (steps, shape) => {
        const seen = new Set(steps.flatMap((page) => idsOf(page, shape) ?? []))
        return wanted.every((id) => seen.has(id))
      },
    })
  const broken = await conversation.conclude(listContainsCreated, async () => {
    const { pages: steps, ended, shape } = await read()
    if (shape === undefined) return undefined
    const seen = new Set(steps.flatMap((page) => idsOf(page, shape) ?? []))
    const lost = resources.find(({ id }) => !seen.has(String(id)))
    if (lost === undefined) return undefined
    return { created: lost.created, id: String(lost.id), pages: steps, isWhole: ended === 'end', shape }
  })
  return broken.length > 0
}

/** Small pages, held against their limit, against each other, and against a large page of the same list. */
async function pages(
  context: FamilyContext,
  conversation: Conversation,
  plan: ListPlan,
  created: number,
): Promise<void> {
  const { parameters } = plan
  const limit = limitNear(parameters.limit, SMALL)
  if (limit === undefined || parameters.limit === undefined) return
  const { name: parameter } = parameters.limit
  const isLimited = await conversation.conclude(pageRespectsLimit, async () => {
    const {
      pages: [page],
      shape,
    } = await walk(context, conversation, plan, { name: 'small page', limit, mostPages: 1 })
    return page === undefined || shape === undefined ? undefined : { page, parameter, limit, items: shape.items }
  })
  if (isLimited.length > 0 || created <= limit) return
  const mostPages = Math.max(2, Math.min(context.budget.pages, Math.ceil(MOST_COMPARED / limit)))
  await conversation.conclude(pagesAreDisjointAndComplete, async () => {
    const whole = await walk(context, conversation, plan, {
      name: 'large page',
      limit: limitNear(parameters.limit, limit * mostPages),
      mostPages: 1,
    })
    const small = await walk(context, conversation, plan, { name: 'small page', limit, mostPages })
    const [large] = whole.pages
    const { shape, ended, mayHaveSkipped } = small
    if (shape === undefined || large === undefined || !isAccepted(large)) return undefined
    // As many as the small pages have room for: what comes later in the list they have not reached.
    const present = (readableIdsOf(large, shape) ?? [])
      .slice(0, limit * small.pages.length)
      .filter((id) => id !== undefined)
    const isFarEnough = ended === 'cut' && small.pages.length === mostPages && !mayHaveSkipped
    return { pages: small.pages, shape, ended: isFarEnough ? 'end' : ended, present }
  })
}

const SMALL = 2

/** Items that small pages are held against. */
const MOST_COMPARED = 12
