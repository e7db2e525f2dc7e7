import type { ErrorObject } from 'ajv'
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import type { Contract } from './model.ts'
import { textOf } from './json-text.ts'

/** Written out, a document of more values than this takes the validator longer than anyone waits. */
const MOST_VALUES = 1_500_000

/**
 * The hash of the packaged document, which is known to be valid: a test validates it, so that no run has to.
 */
export const PACKAGED_SHA256 = '4c0eb5506f2a73c922caa88aecfe4b4808e497b62182f4db21aae86a509c368d'

/** What the structural validator says of a document, one line each. Never throws: the model is built from what is there. */
export async function structuralWarnings(
  root: JsonObject,
  dialect: Contract['dialect'],
  values: number,
): Promise<readonly string[]> {
  if (values > MOST_VALUES)
    return [`#: not validated structurally: it has ${values} values with its YAML aliases written out`]
  try {
    const { default: SwaggerParser } = await import('@apidevtools/swagger-parser')
    await SwaggerParser.validate(
      // A cast: whether it is a document of that type is the question.
      copyFor(root, dialect) as unknown as Parameters<typeof SwaggerParser.validate>[0] & object,
      {
        resolve: { external: false },
        // References are checked by ours; written out, a document can grow beyond any bound.
        dereference: { circular: 'ignore', excludedPathMatcher: () => true },
      },
    )
    return []
  } catch (error) {
    return linesOf(error)
  }
}

/**
 * The validator refuses some versions by their number, and numbers for `info.version`, before it looks further; and it
 * may write into its input. Only what it writes to is copied.
 */
function copyFor(root: JsonObject, dialect: Contract['dialect']): JsonObject {
  const info = root['info']
  const version = isJsonObject(info) && typeof info['version'] === 'number' ? String(info['version']) : undefined
  return {
    ...root,
    openapi: dialect === 'oas-3.0' ? '3.0.3' : '3.1.0',
    ...(isJsonObject(info) && version !== undefined ? { info: { ...info, version } } : {}),
  }
}

function linesOf(error: unknown): readonly string[] {
  const details: unknown = typeof error === 'object' && error !== null && 'details' in error ? error.details : undefined
  if (!Array.isArray(details)) return [`#: ${error instanceof Error ? firstLine(error.message) : String(error)}`]
  // A cast: the validator's details are Ajv's errors.
  const errors = details as readonly ErrorObject[]
  const telling = errors.filter((candidate) => !isNoise(candidate, errors))
  return (telling.length > 0 ? telling : errors).map(lineOf)
}

/** A wrong object is wrong as a reference, too, and every enclosing choice repeats it. */
function isNoise({ keyword, params, instancePath }: ErrorObject, all: readonly ErrorObject[]): boolean {
  if (keyword === 'required' && params['missingProperty'] === '$ref') return true
  if (!['oneOf', 'anyOf', 'if', 'not', 'unevaluatedProperties'].includes(keyword)) return false
  return all.some((other) => other.instancePath.startsWith(`${instancePath}/`))
}

function lineOf({ instancePath, message, params }: ErrorObject): string {
  const extra: Json | undefined =
    params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['allowedValues']
  return `#${instancePath}: ${message ?? 'is not valid'}${extra === undefined ? '' : ` (${textOf(extra)})`}`
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
