import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import type { BaselineEntry } from '../core/baseline-entry.ts'
import { HarnessError } from '../core/harness-error.ts'
import { tokensOf } from '../core/json-pointer.ts'
import { didYouMean } from '../core/nearest.ts'

/** A baseline file as read: what its JSON Schema (baseline.schema.json) describes. */
export interface Baseline {
  readonly schemaVersion: 1
  readonly entries: readonly BaselineEntry[]
}

/**
 * Reads a baseline file.
 *
 * @param name how errors call it
 * @throws HarnessError `configuration`, with line and column, for what is not a baseline
 */
export function readBaseline(file: string, name: string = file): Baseline {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new HarnessError('configuration', `The baseline ${name} cannot be read: ${(cause as Error).message}`, {
      hint: 'Make one from a run with: payroc-conformance report baseline --update',
      cause,
    })
  }
  return parseBaseline(text, name)
}

/** The same from text. */
export function parseBaseline(text: string, name: string): Baseline {
  const refuse = (offset: number, message: string, hint?: string): HarnessError =>
    new HarnessError('configuration', message, {
      position: { file: name, ...lineAndColumn(text, offset) },
      ...(hint !== undefined && { hint }),
    })
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  const [broken] = errors
  if (broken !== undefined || tree === undefined) {
    throw refuse(broken?.offset ?? 0, `not JSON: ${broken === undefined ? 'empty' : printParseErrorCode(broken.error)}`)
  }
  const value: unknown = JSON.parse(text)
  const validate = validator()
  if (!validate(value)) {
    const error = plainest(validate.errors ?? [])
    throw refuse(placeOf(tree, error).offset, sentence(error), suggestion(error))
  }
  const baseline = value as Baseline
  const seen = new Map<string, number>()
  for (const [i, { fingerprint }] of baseline.entries.entries()) {
    const before = seen.get(fingerprint)
    if (before !== undefined) {
      const node = findNodeAtLocation(tree, ['entries', i, 'fingerprint'])
      throw refuse(node?.offset ?? 0, `the fingerprint ${fingerprint} stands in entries/${before} already`)
    }
    seen.set(fingerprint, i)
  }
  return baseline
}

/** A baseline as it is written: entries by operation, check and fingerprint, so that changes are easy to review. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const keyOf = ({ operation, check, fingerprint }: BaselineEntry): string => `${operation}\n${check}\n${fingerprint}`
  const sorted = entries.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  return `${JSON.stringify({ schemaVersion: 1, entries: sorted }, null, 2)}\n`
}

function validator() {
  const schema = JSON.parse(readFileSync(new URL('./baseline.schema.json', import.meta.url), 'utf8')) as object
  const ajv = new Ajv2020({ allErrors: true })
  formats.default.default(ajv)
  return ajv.compile(schema)
}

/** An unknown member often explains the missing one. */
function plainest(errors: readonly ErrorObject[]): ErrorObject {
  return (errors.find(({ keyword }) => keyword === 'additionalProperties') ?? errors[0]) as ErrorObject
}

function sentence({ keyword, instancePath, params, message }: ErrorObject): string {
  const place = instancePath === '' ? 'the baseline' : instancePath.slice(1)
  switch (keyword) {
    case 'additionalProperties':
      return `${place} has the unknown member ${JSON.stringify(params['additionalProperty'])}`
    case 'const':
      return `${place}: expected ${JSON.stringify(params['allowedValue'])}`
    case 'enum':
      return `${place}: expected one of ${(params['allowedValues'] as readonly string[]).join(', ')}`
    case 'pattern':
      return `${place}: expected the 16 hex digits of a finding's fingerprint`
    case 'format':
      return `${place}: expected an ISO date such as 2026-12-31`
    case 'minLength':
      return `${place}: expected a text that is not empty`
    default:
      return `${place}: ${message ?? keyword}`
  }
}

const MEMBERS = [
  'fingerprint',
  'operation',
  'scenario',
  'check',
  'phase',
  'title',
  'reason',
  'owner',
  'expiry',
  'since',
]

function suggestion({ keyword, params, instancePath }: ErrorObject): string | undefined {
  if (keyword !== 'additionalProperties') return undefined
  return didYouMean(String(params['additionalProperty']), instancePath === '' ? ['schemaVersion', 'entries'] : MEMBERS)
}

function placeOf(tree: Node, { instancePath, keyword, params }: ErrorObject): Node {
  const path = tokensOf(instancePath).map((token) => (/^\d+$/.test(token) ? Number(token) : token))
  const node = findNodeAtLocation(tree, path) ?? tree
  if (keyword !== 'additionalProperties') return node
  return findNodeAtLocation(node, [String(params['additionalProperty'])])?.parent ?? node
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
