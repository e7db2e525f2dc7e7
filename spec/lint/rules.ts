import type { LintRule } from './rule.ts'
import { allOfIsSatisfiable } from './rules/all-of-is-satisfiable.ts'
import { bodyFitsMethod } from './rules/body-fits-method.ts'
import { boundIsSensible } from './rules/bound-is-sensible.ts'
import { boundsAreSatisfiable } from './rules/bounds-are-satisfiable.ts'
import { clientErrorIsDocumented } from './rules/client-error-is-documented.ts'
import { defaultMatchesSchema } from './rules/default-matches-schema.ts'
import { discriminatorIsSound } from './rules/discriminator-is-sound.ts'
import { enumIsSatisfiable } from './rules/enum-is-satisfiable.ts'
import { exampleHasValue } from './rules/example-has-value.ts'
import { exampleIsGivenOnce } from './rules/example-is-given-once.ts'
import { exampleMatchesSchema } from './rules/example-matches-schema.ts'
import { formatIsKnown } from './rules/format-is-known.ts'
import { headerParameterIsHonoured } from './rules/header-parameter-is-honoured.ts'
import { keywordAppliesToType } from './rules/keyword-applies-to-type.ts'
import { keywordIsKnown } from './rules/keyword-is-known.ts'
import { linkLeadsToOperation } from './rules/link-leads-to-operation.ts'
import { mediaTypeIsWellFormed } from './rules/media-type-is-well-formed.ts'
import { notFoundIsDocumented } from './rules/not-found-is-documented.ts'
import { nullableHasEffect } from './rules/nullable-has-effect.ts'
import { openapiStructure } from './rules/openapi-structure.ts'
import { operationIdIsPresent } from './rules/operation-id-is-present.ts'
import { operationIdIsUnique } from './rules/operation-id-is-unique.ts'
import { parameterIsUnique } from './rules/parameter-is-unique.ts'
import { pathIsUnambiguous } from './rules/path-is-unambiguous.ts'
import { pathParameterIsDeclared } from './rules/path-parameter-is-declared.ts'
import { pathParameterIsInPath } from './rules/path-parameter-is-in-path.ts'
import { patternCanBeGenerated } from './rules/pattern-can-be-generated.ts'
import { patternIsValid } from './rules/pattern-is-valid.ts'
import { problemStatusMatchesResponse } from './rules/problem-status-matches-response.ts'
import { readOnlyOrWriteOnly } from './rules/read-only-or-write-only.ts'
import { referenceHasNoSiblings } from './rules/reference-has-no-siblings.ts'
import { requiredPropertyIsAllowed } from './rules/required-property-is-allowed.ts'
import { requiredPropertyIsDefined } from './rules/required-property-is-defined.ts'
import { securitySchemeIsDefined } from './rules/security-scheme-is-defined.ts'
import { successIsDocumented } from './rules/success-is-documented.ts'
import { typeIsKnown } from './rules/type-is-known.ts'
import { unauthorizedIsDocumented } from './rules/unauthorized-is-documented.ts'
import { uniqueItemsArePossible } from './rules/unique-items-are-possible.ts'

/** Every rule: first what breaks the document, then paths and responses, schemas, and examples. */
export const lintRules: readonly LintRule[] = [
  openapiStructure,
  operationIdIsUnique,
  operationIdIsPresent,
  pathIsUnambiguous,
  pathParameterIsDeclared,
  pathParameterIsInPath,
  parameterIsUnique,
  headerParameterIsHonoured,
  bodyFitsMethod,
  mediaTypeIsWellFormed,
  securitySchemeIsDefined,
  linkLeadsToOperation,
  successIsDocumented,
  clientErrorIsDocumented,
  unauthorizedIsDocumented,
  notFoundIsDocumented,
  typeIsKnown,
  formatIsKnown,
  keywordIsKnown,
  keywordAppliesToType,
  nullableHasEffect,
  referenceHasNoSiblings,
  readOnlyOrWriteOnly,
  boundIsSensible,
  boundsAreSatisfiable,
  uniqueItemsArePossible,
  enumIsSatisfiable,
  allOfIsSatisfiable,
  requiredPropertyIsAllowed,
  requiredPropertyIsDefined,
  patternIsValid,
  patternCanBeGenerated,
  discriminatorIsSound,
  defaultMatchesSchema,
  exampleMatchesSchema,
  exampleHasValue,
  exampleIsGivenOnce,
  problemStatusMatchesResponse,
]
