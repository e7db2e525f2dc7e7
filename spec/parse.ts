import { CORE_SCHEMA, load, mergeTag, type Schema, YAMLException } from 'js-yaml'
import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser'
import { HarnessError } from '../core/harness-error.ts'
import type { Json } from '../core/json.ts'
import { excerptAt, lineAndColumn } from './excerpt.ts'
import { looseYaml } from './loose-yaml.ts'

/** Deeper nesting than this is refused: no contract needs it, and what walks schemas recurses. */
export const DEEPEST_NESTING = 500

/** Merge keys (`<<`) are YAML 1.1, but documents use them. */
const SCHEMA: Schema = CORE_SCHEMA.withTags(mergeTag)

/** The second parser is slow; what the first refuses in a document of this size is an error at once. */
const LARGEST_FOR_SECOND_PARSER = 4 * 1024 * 1024

export interface Parsed {
  /** YAML aliases are shared objects: the value is a graph, small where its expansion is not. */
  readonly value: Json
  readonly warnings: readonly string[]
}

/** The text of a document: UTF-8, or UTF-16 with a byte order mark. @throws HarnessError `document` where it is no text */
export function decodeText(bytes: Uint8Array, name: string): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  const text = new TextDecoder(encoding).decode(bytes)
  if (text.includes('\u0000')) {
    throw new HarnessError('document', `${name} is not a text file, expected an OpenAPI document in YAML or JSON`, {
      hint: 'Is it compressed, or another kind of file?',
    })
  }
  return text
}

/** Parses YAML or JSON. @throws HarnessError `document` with line, column and excerpt */
export function parseText(text: string, name: string): Parsed {
  if (/^\s*[[{]/.test(text)) {
    try {
      return { value: JSON.parse(text) as Json, warnings: [] }
    } catch (error) {
      // A YAML flow mapping begins like JSON, too.
      if (/\.json$/i.test(name) || /^\s*[[{]\s*"/.test(text)) throw invalidJson(text, name, error)
    }
  }
  return parseYaml(text, name)
}

function parseYaml(text: string, name: string): Parsed {
  if (/^(?:\s|#.*(?:\n|$))*$/.test(text.slice(0, 10_000)) && text.trim() === '') {
    throw new HarnessError('document', `${name} is empty, expected an OpenAPI document`)
  }
  const warnings: string[] = []
  try {
    return { value: load(text, { schema: SCHEMA, maxDepth: DEEPEST_NESTING, maxTotalMergeKeys: -1 }) as Json, warnings }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw invalidYaml(text, name, { reason: 'nesting is too deep' }, error)
    const problem = problemOf(error)
    const lenient = readLeniently(text, error)
    if (lenient === undefined) throw invalidYaml(text, name, problem, error)
    return { value: lenient, warnings: [`${name}${placeOf(problem)}: ${problem.reason}`] }
  }
}

/** What authors' own tools let pass: repeated keys (the last one counts), unknown tags, loose indentation of flow collections. */
function readLeniently(text: string, error: YAMLException): Json | undefined {
  if (/^nesting|alias/.test(error.reason)) return undefined
  if (error.reason === 'duplicated mapping key') {
    try {
      return load(text, { schema: SCHEMA, maxDepth: DEEPEST_NESTING, maxTotalMergeKeys: -1, json: true }) as Json
    } catch {
      return undefined
    }
  }
  if (text.length > LARGEST_FOR_SECOND_PARSER) return undefined
  const document = looseYaml().parseDocument(text, {
    strict: false,
    uniqueKeys: false,
    merge: true,
    logLevel: 'error',
    prettyErrors: false,
  })
  if (document.errors.length > 0) return undefined
  try {
    return document.toJS({ maxAliasCount: -1 }) as Json
  } catch {
    return undefined
  }
}

interface Problem {
  readonly reason: string
  readonly line?: number
  readonly column?: number
}

function problemOf({ reason, mark }: YAMLException): Problem {
  return mark === undefined ? { reason } : { reason, line: mark.line + 1, column: mark.column + 1 }
}

function placeOf({ line, column }: Problem): string {
  return line === undefined ? '' : `:${line}:${column}`
}

function invalidYaml(text: string, name: string, problem: Problem, cause: unknown): HarnessError {
  const { line, column } = problem
  return new HarnessError('document', `${name}${placeOf(problem)} is not valid YAML: ${problem.reason}`, {
    cause,
    ...(line === undefined || column === undefined
      ? {}
      : { position: { file: name, line, column }, excerpt: excerptAt(text, line, column) }),
  })
}

function invalidJson(text: string, name: string, cause: unknown): HarnessError {
  const errors: ParseError[] = []
  parseJsonc(text, errors, { disallowComments: true })
  const first = errors[0]
  const { line, column } = lineAndColumn(text, first?.offset ?? 0)
  const reason = first === undefined ? String(cause) : wordsOf(printParseErrorCode(first.error))
  return new HarnessError('document', `${name}:${line}:${column} is not valid JSON: ${reason}`, {
    cause,
    position: { file: name, line, column },
    excerpt: excerptAt(text, line, column),
  })
}

/** `PropertyNameExpected` as `property name expected`. */
function wordsOf(code: string): string {
  return code.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
}
