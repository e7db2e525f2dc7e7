import type { Json } from '../core/json.ts'
import { createBranchJudge } from './canonical-branches.ts'
import { createOpposites, type Opposites } from './canonical-opposite.ts'
import { createUnions, overlappingUnions } from './canonical-union.ts'
import { createCanonicaliser } from './canonical.ts'
import type { SchemaDocument, SchemaNode } from './schema/document.ts'
import { satisfies } from './schema/evaluate.ts'
import { createGoals, type Goals } from './schema/goal.ts'
import { createReachability, type Reachability } from './schema/reach.ts'

/** What there is to know of a schema document before a value of it is made. */
export interface SchemaSpace {
  readonly goals: Goals
  readonly reach: Reachability
  readonly opposites: Opposites
  /** Whether a value keeps a schema; formats are not looked at. */
  holds(node: SchemaNode, value: Json): boolean
}

/**
 * Opens a document for generating or looking around in. The branches of a `oneOf` are told apart by a second, coarser
 * view, in which they overlap: so the question what is disjoint never leads back to itself.
 */
export function openSpace(document: SchemaDocument): SchemaSpace {
  const holds = (node: SchemaNode, value: Json): boolean => satisfies(document, node, value)
  const opposites = createOpposites(document)
  const coarse = createGoals(createCanonicaliser(document, opposites, overlappingUnions))
  const branches = createBranchJudge(coarse, createReachability({ goals: coarse, holds }))
  const goals = createGoals(createCanonicaliser(document, opposites, createUnions(document, branches, opposites)))
  return { goals, reach: createReachability({ goals, holds }), opposites, holds }
}
