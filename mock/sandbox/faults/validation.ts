import type { Fault } from '../fault.ts'

export const mediaTypeUnchecked: Fault = {
  name: 'media-type-unchecked',
  group: 'validation',
  describe: 'A body is read as JSON whatever its Content-Type says.',
  expectedCheck: 'unsupported-media-type-is-rejected',
  overlooks: ({ keyword }) => keyword === '415',
}

export const acceptIgnored: Fault = {
  name: 'accept-ignored',
  group: 'validation',
  describe: 'JSON is sent to clients that accept something else.',
  expectedCheck: 'not-acceptable-is-answered',
}

export const malformedBodyCrashes: Fault = {
  name: 'malformed-body-crashes',
  group: 'validation',
  describe: 'A body that is not JSON is answered with 500.',
  expectedCheck: 'no-server-error',
}

export const unknownMethodAccepted: Fault = {
  name: 'unknown-method-accepted',
  group: 'validation',
  describe: 'A method that a path does not have is answered with 200.',
  expectedCheck: 'unsupported-method-is-rejected',
}

/** Faults of what is let through. */
export const VALIDATION_FAULTS: readonly Fault[] = [
  overlooking('missing-member-accepted', 'A required member or parameter may be missing.', ['required']),
  overlooking('wrong-type-accepted', 'A value of another type is taken.', ['type']),
  overlooking('length-unchecked', 'Texts of any length are taken.', ['minLength', 'maxLength']),
  overlooking('range-unchecked', 'Numbers outside their bounds are taken.', [
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
  ]),
  overlooking('pattern-unchecked', 'Texts that do not match their pattern are taken.', ['pattern']),
  overlooking('enumeration-unchecked', 'Values that are not listed are taken.', ['enum']),
  overlooking('format-unchecked', 'Dates, addresses and the like are taken as they come.', ['format']),
  overlooking('item-count-unchecked', 'Lists of any length are taken.', ['minItems', 'maxItems']),
  mediaTypeUnchecked,
  acceptIgnored,
  malformedBodyCrashes,
  unknownMethodAccepted,
]

function overlooking(name: string, describe: string, keywords: readonly string[]): Fault {
  return {
    name,
    group: 'validation',
    describe,
    expectedCheck: 'invalid-request-is-rejected',
    // A key that is missing or malformed is for faults about keys.
    overlooks: (violation) => violation.in !== 'header' && keywords.includes(violation.keyword),
  }
}
