import { wrongChoice } from './choice.ts'
import { dependentRequired } from './dependent-required.ts'
import { enumeration, wrongTag } from './enumeration.ts'
import { extraMember, memberCount } from './extra-member.ts'
import { itemCount } from './item-count.ts'
import { missingRequired } from './missing-required.ts'
import { numberBounds } from './number-bounds.ts'
import { readOnlyMember } from './read-only-member.ts'
import type { Family } from './site.ts'
import { stringLength } from './string-length.ts'
import { wrongFormat } from './wrong-format.ts'
import { wrongPattern } from './wrong-pattern.ts'
import { wrongType } from './wrong-type.ts'

/** What can be broken about a value, in the order in which an operation's cases are sent. */
export const families: readonly Family[] = [
  missingRequired,
  dependentRequired,
  wrongType,
  numberBounds,
  stringLength,
  itemCount,
  enumeration,
  wrongTag,
  wrongPattern,
  wrongFormat,
  wrongChoice,
  extraMember,
  memberCount,
  readOnlyMember,
]
