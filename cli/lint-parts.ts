import type { FindingDraft } from '../core/finding.ts'
import { parentOf } from '../core/json-pointer.ts'
import { explain } from '../checks/explain.ts'
import { validatorFor } from '../checks/schema-validator.ts'
import { violationsOf } from '../checks/violation.ts'
import { draw } from '../generators/draw.ts'
import { stringMatching, UnsupportedPattern } from '../generators/pattern.ts'
import type { LintParts, SchemaViolation } from '../spec/lint/rule.ts'
import type { Contract } from '../spec/model.ts'

const SEED = 1

/** Lets the linter judge values as the checks do, and patterns as the generators do. */
export function judgeAsLinter(contract: Contract): LintParts {
  return {
    validate(schema, side, value) {
      try {
        const validator = validatorFor(contract, schema, side)
        if (validator.accepts(value)) return []
        const setting = { view: validator.view, document: schema, subject: 'the value', payloadOf: (at: string) => at }
        return explain(
          violationsOf(validator, value, () => false),
          setting,
        ).map(violationOf)
      } catch {
        // A schema that does not compile is a defect that other rules name; of its values nothing is known.
        return []
      }
    },
    whyNotGenerated(pattern, bounds) {
      try {
        draw(stringMatching(pattern, bounds), SEED)
        return undefined
      } catch (error) {
        if (error instanceof UnsupportedPattern) return error.reason
        throw error
      }
    },
  }
}

function violationOf({ payload = '', expected, actual }: FindingDraft): SchemaViolation {
  // What is missing has no place of its own.
  const pointer = expected.startsWith('the member ') ? (parentOf(payload) ?? '') : payload
  return { pointer, message: `expected ${expected}, got ${actual}` }
}
