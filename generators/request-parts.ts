import type * as fc from 'fast-check'
import type { Json } from '../core/json.ts'
import { pathVariables } from '../core/path-template.ts'
import type { Contract, Operation, Parameter } from '../spec/model.ts'
import { schemaView } from '../spec/schema-view.ts'
import { type BodyPart, bodyParts } from './body-parts.ts'
import { builtInDomain } from './domain/registry.ts'
import { draw } from './draw.ts'
import { HEADER_TEXT, PATH_TEXT, QUERY_TEXT } from './formats/legal-text.ts'
import { builtInFormats } from './formats/registry.ts'
import { arbitraryFromSchema, UnsatisfiableSchema } from './from-schema.ts'
import { headerPolicy } from './header-policy.ts'
import { freshKeys, isIdempotencyKey, isKeyInWords } from './idempotency-key.ts'
import { isLegalParameter, legalOnly } from './legal-value.ts'
import { type RequestOptions, reasonOf } from './request-options.ts'
import { textualSchema } from './textual-schema.ts'

/** One parameter and its values, legal where they are sent. */
export interface ParameterPart {
  readonly in: Parameter['in']
  readonly name: string
  readonly required: boolean
  readonly parameter: Parameter
  readonly values: fc.Arbitrary<Json>
}

/** The parts that the requests of an operation are put together from. */
export interface RequestParts {
  readonly parameters: readonly ParameterPart[]
  /** Alternatives; empty where the operation takes no body or none can be made. */
  readonly bodies: readonly BodyPart[]
  readonly bodyRequired: boolean
}

/**
 * The parts of an operation's requests.
 *
 * @throws UnsatisfiableSchema where a required part cannot be generated
 */
export function requestParts(contract: Contract, operation: Operation, options: RequestOptions = {}): RequestParts {
  const generation = { formats: builtInFormats, domain: builtInDomain, ...options }
  const { bodies, required } = bodyParts(contract, operation, generation)
  return {
    parameters: operation.parameters.flatMap((parameter) => parameterPart(contract, operation, parameter, generation)),
    bodies,
    bodyRequired: required,
  }
}

function parameterPart(
  contract: Contract,
  operation: Operation,
  parameter: Parameter,
  options: RequestOptions,
): readonly ParameterPart[] {
  const required = parameter.required || parameter.in === 'path'
  const policy = parameter.in === 'header' ? headerPolicy(parameter.name) : 'generate'
  if (policy === 'ignore' || (parameter.in === 'path' && !variablesOf(operation).includes(parameter.name))) return []
  if ((policy === 'avoid' || isKeyInWords(parameter)) && !required) {
    options.onOmitted?.(parameter, 'what it changes about the answer is not part of the contract')
    return []
  }
  if (parameter.in === 'header' && isIdempotencyKey(parameter.name)) {
    return [{ in: 'header', name: parameter.name, required: true, parameter, values: freshKeys }]
  }
  try {
    return [
      { in: parameter.in, name: parameter.name, required, parameter, values: valuesOf(contract, parameter, options) },
    ]
  } catch (error) {
    const reason = reasonOf(error)
    if (required) {
      throw new UnsatisfiableSchema(
        parameter.schema ?? parameter.pointer,
        `${parameter.in} parameter ${parameter.name}: ${reason}`,
      )
    }
    options.onOmitted?.(parameter, reason)
    return []
  }
}

function valuesOf(contract: Contract, parameter: Parameter, options: RequestOptions): fc.Arbitrary<Json> {
  if (parameter.in === 'header' && !/^[!#$%&'*+.^_`|~\w-]+$/.test(parameter.name)) {
    throw new UnsatisfiableSchema(parameter.pointer, 'its name is not one of a header field')
  }
  const view = parameter.schema === undefined ? undefined : schemaView(contract, parameter.schema, 'request')
  const generation = {
    ...options,
    name: parameter.name,
    examples: parameter.examples.map(({ value }) => value),
    ...(parameter.in !== 'query' ? { characters: 'ascii' as const } : {}),
    ...(view === undefined ? {} : { pointerOf: (schema: object) => view.pointerOf(schema) }),
  }
  const schema = view?.schema ?? true
  const values = arbitraryFromSchema(
    parameter.mediaType === undefined
      ? textualSchema(schema, { text: TEXT[parameter.in], allowEmpty: mayBeEmpty(parameter) })
      : schema,
    generation,
  )
  draw(values, 0)
  return legalOnly(values, isLegalParameter(parameter))
}

const TEXT: Readonly<Record<Parameter['in'], string>> = {
  path: PATH_TEXT,
  query: QUERY_TEXT,
  cookie: PATH_TEXT,
  header: HEADER_TEXT,
}

function mayBeEmpty(parameter: Parameter): boolean {
  return parameter.in === 'query' && parameter.allowEmptyValue
}

function variablesOf({ path, parameters }: Operation): readonly string[] {
  const declared = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name)
  return pathVariables(path, declared).map((variable) => variable.name)
}
