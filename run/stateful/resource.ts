import { isAccepted, readAt, statusOf } from '../../checks/sequences/step.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { RequestDraft } from '../../core/case.ts'
import { headerOf } from '../../core/exchange.ts'
import { deriveSeed } from '../../core/seed.ts'
import { withScopeOf } from '../id-scope.ts'
import type { Budget } from './budget.ts'
import type { Conversation } from './conversation.ts'
import { freshDraft, type FreshDraft, type Freshness } from './create-draft.ts'
import type { Family } from './family.ts'
import type { Workshop } from './workshop.ts'

/** A resource that was created in this phase. */
export interface Resource {
  readonly family: Family
  readonly created: SequenceStep
  readonly draft: RequestDraft
  /** As it goes into a path. */
  readonly id: string | number
  /** Pointer to the id in the answer to the create; absent where only `Location` told it. */
  readonly idAt?: string
  readonly mark?: FreshDraft['mark']
}

/** Creates resources of one family; remembers which way of asking the target accepts. */
export interface Creator {
  /** A draft like those that were accepted before; `undefined` before the first one was. */
  draft(...names: readonly (string | number)[]): FreshDraft | undefined
  /** Another request of the create with a text and an id of its own. */
  renewed(base: RequestDraft, ...names: readonly (string | number)[]): FreshDraft
  /**
   * Creates one, trying several ways until the first one is accepted.
   *
   * @param vary changes the request; where the target does not accept it so, it is sent without
   */
  create(
    conversation: Conversation,
    names: readonly (string | number)[],
    vary?: (draft: RequestDraft) => RequestDraft,
  ): Promise<Resource | undefined>
  /** What the last create was answered with, where none was ever accepted; 0 for no answer. */
  refusal(): number | undefined
  /** The resource that an accepted create made. */
  resourceOf(created: SequenceStep, fresh: FreshDraft): Resource | undefined
}

/** Requests that texts of a form are taken from. */
const DONORS = 4

/** A creator for one family; nothing is sent before it is asked to. */
export function createCreator(family: Family, workshop: Workshop, budget: Budget): Creator {
  const { create } = family
  let accepted: Way | undefined
  let isHopeless = false
  let refusal = 0
  const used = new Set<string>()
  let home: RequestDraft | undefined
  const foreign = new Set(workshop.needs(create).flatMap(({ place }) => (place.in === 'body' ? [place.pointer] : [])))

  const freshen = ({ base, freshness, isElsewhere = false }: Way, names: readonly (string | number)[]): FreshDraft => {
    const fresh = freshDraft(base, {
      contract: workshop.contract,
      operation: create,
      seed: deriveSeed(workshop.seed, create.operationId, ...names, 'fresh'),
      freshness,
      ownIds: family.idPointers,
      donors: Array.from({ length: DONORS }, (_, i) => workshop.drawn(create, ...names, 'donor', i)).filter(
        (draft) => draft !== undefined,
      ),
      used,
      foreign,
      isValid: workshop.isValid,
    })
    const draft = workshop.prepared(create, fresh.draft, ...names)
    // Below the same parent as the first: there the lists are that show them.
    if (home === undefined || isElsewhere) return { ...fresh, draft }
    return { ...fresh, draft: withScopeOf(create, { ...draft, path: home.path }, { operation: create, draft: home }) }
  }

  const resourceOf = (created: SequenceStep, { draft, mark }: FreshDraft): Resource | undefined => {
    if (!isAccepted(created)) return undefined
    const shown = idShown(family, created)
    const id = shown?.id ?? idInLocation(family, created)
    if (id === undefined) return undefined
    const idAt = shown?.at
    return {
      family,
      created,
      draft,
      id,
      ...(idAt !== undefined && { idAt }),
      ...(mark !== undefined && { mark }),
    }
  }

  return {
    resourceOf,
    refusal: () => (accepted === undefined ? refusal : undefined),
    draft: (...names) => (accepted === undefined ? undefined : freshen(accepted, names)),
    renewed: (base, ...names) => {
      const isUnique = accepted?.freshness === 'identifiers-and-text'
      return freshen({ base, freshness: isUnique ? 'identifiers-and-text' : 'text' }, names)
    },
    async create(conversation, names, vary = (draft) => draft) {
      if (isHopeless) return undefined
      let isVaried = false
      const ways: Way[] =
        accepted === undefined
          ? [...waysToAsk(workshop.candidates(create, budget.attempts), budget.attempts)]
          : [
              accepted,
              { ...accepted, isPlain: true as const },
              { ...accepted, freshness: 'text' as const, isPlain: true as const, isElsewhere: true },
            ]
      for (const [index, way] of ways.entries()) {
        const fresh = freshen(way, index === 0 ? names : [...names, index])
        const draft = way.isPlain === true ? fresh.draft : vary(fresh.draft)
        const created = await conversation.ask({ name: 'create', operation: create, draft })
        if (!isAccepted(created)) {
          refusal = statusOf(created)
          // It is there already, by something else than its texts and forms.
          if (accepted === undefined && refusal === 409 && !isVaried) {
            isVaried = true
            ways.splice(index + 1, 0, { base: way.base, freshness: 'identifiers-and-text' })
          }
          continue
        }
        accepted ??= way
        home = draft
        return resourceOf(created, { ...fresh, draft })
      }
      isHopeless = accepted === undefined
      return undefined
    },
  }
}

interface Way {
  readonly base: RequestDraft
  readonly freshness: Freshness
  /** Sent without what a caller wants to vary. */
  readonly isPlain?: true
  /** Below any parent: the first one may be gone. */
  readonly isElsewhere?: boolean
}

/** First each request with values of its own; where none is accepted, as they stand. */
function waysToAsk(bases: readonly RequestDraft[], most: number): readonly Way[] {
  const [first, ...others] = bases
  if (first === undefined) return []
  return [
    { base: first, freshness: 'forms-and-text' as const },
    { base: first, freshness: 'text' as const },
    { base: first, freshness: 'nothing' as const },
    ...others.map((base) => ({ base, freshness: 'forms-and-text' as const })),
  ].slice(0, most)
}

/** The id of what an accepted create made, as far as its answer shows it. */
export function idOfCreated(family: Family, created: SequenceStep): string | number | undefined {
  return idShown(family, created)?.id ?? idInLocation(family, created)
}

function idShown(
  { idPointers }: Family,
  created: SequenceStep,
): { readonly id: string | number; readonly at: string } | undefined {
  for (const at of idPointers) {
    const id = readAt(created, at)
    if ((typeof id === 'string' && id !== '') || typeof id === 'number') return { id, at }
  }
  return undefined
}

/** The last segment of a `Location` that leads to a resource of the family. */
function idInLocation({ item }: Family, { exchange }: SequenceStep): string | undefined {
  if (exchange.outcome.kind !== 'response' || item === undefined) return undefined
  const location = headerOf(exchange.outcome.headers, 'location')
  const path = location === undefined ? undefined : URL.parse(location, exchange.request.url)?.pathname
  const [, collection, segment] = /\/([^/]+)\/([^/]+)\/?$/.exec(path ?? '') ?? []
  if (collection === undefined || segment === undefined || collection !== item.path.split('/').at(-2)) return undefined
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
