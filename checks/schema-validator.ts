import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import type { Json, JsonObject } from '../core/json.ts'
import type { Contract, DocumentPointer } from '../spec/model.ts'
import { schemaView, type SchemaView, type Side } from '../spec/schema-view.ts'
import { evaluatingForm, needsEvaluation } from './evaluating-form.ts'
import { formOf, OWN_KEYWORDS, type FormObject } from './validation-form.ts'
import { addKeywords, type LazyValidate } from './validation-keywords.ts'

/** One keyword that a value does not satisfy. Of branches (`anyOf`, `oneOf`, `discriminator`) only that none fits. */
export interface BrokenKeyword {
  /** As in a document: `required`, `oneOf` … */
  readonly keyword: string
  /** Pointer into the value. */
  readonly payload: string
  /** The subschema of the view that holds the keyword; absent when it is the schema `false`. */
  readonly schema: JsonObject | undefined
  readonly data: Json
  /** What ajv says of it: `missingProperty`, `additionalProperty` … */
  readonly params: Readonly<Record<string, unknown>>
}

/** Judges values by one schema of the contract, as one side of the wire sees it. */
export interface SchemaValidator {
  readonly view: SchemaView
  /** The quick answer. */
  accepts(value: Json): boolean
  /** Every broken keyword, by the whole schema or by a subschema of the view. */
  brokenKeywords(value: Json, subschema?: JsonObject | boolean): readonly BrokenKeyword[]
}

const validators = new WeakMap<Contract, Map<string, SchemaValidator>>()

/**
 * The validator of a schema; compiled when first used, then kept with the contract.
 *
 * @throws (it and its functions) when the schema cannot be compiled or the value is nested too deeply to be judged;
 * nothing is concluded then
 */
export function validatorFor(contract: Contract, pointer: DocumentPointer, side: Side): SchemaValidator {
  let known = validators.get(contract)
  if (known === undefined) {
    known = new Map()
    validators.set(contract, known)
  }
  const key = `${side} ${pointer}`
  let validator = known.get(key)
  if (validator === undefined) {
    validator = createValidator(schemaView(contract, pointer, side), workshopOf(contract))
    known.set(key, validator)
  }
  return validator
}

function createValidator(view: SchemaView, workshop: Workshop): SchemaValidator {
  return {
    view,
    accepts: (value) => workshop.compile('quick', view.schema, view)(value),
    brokenKeywords(value, subschema = view.schema) {
      const validate = workshop.compile('full', subschema, view)
      if (validate(value)) return []
      return (validate.errors as readonly ErrorObject[]).map((error) => workshop.brokenKeyword(error))
    },
  }
}

/** `quick` stops at the first error; `full` finds all and says where they stand. */
type Mode = 'quick' | 'full'

interface Workshop {
  compile(mode: Mode, schema: JsonObject | boolean, view: SchemaView): LazyValidate
  brokenKeyword(error: ErrorObject): BrokenKeyword
}

const workshops = new WeakMap<Contract, Workshop>()

function workshopOf(contract: Contract): Workshop {
  let workshop = workshops.get(contract)
  if (workshop === undefined) {
    workshop = createWorkshop()
    workshops.set(contract, workshop)
  }
  return workshop
}

/** A schema that is reached over a reference; `exact` under `not` and `if`. */
interface Target {
  readonly schema: JsonObject | boolean
  readonly view: SchemaView
  readonly exact: boolean
}

function createWorkshop(): Workshop {
  const sources = new WeakMap<object, JsonObject>()
  const remember = (form: FormObject, subschema: JsonObject): void => void sources.set(form, subschema)
  const targets: Target[] = []
  const ids = { exact: new Map<unknown, string>(), lenient: new Map<unknown, string>() }
  const compiled = new Map<string, Map<unknown, LazyValidate>>()
  const instances = new Map<string, Ajv2020>()

  const refTo = (target: Target): FormObject => {
    const known = ids[target.exact ? 'exact' : 'lenient']
    let id = known.get(target.schema)
    if (id === undefined) {
      id = String(targets.length)
      known.set(target.schema, id)
      targets.push(target)
    }
    return { lazyRef: id }
  }

  const compileTarget = (mode: Mode, { schema, view, exact }: Target): LazyValidate => {
    const key = exact ? `${mode} exact` : mode
    let known = compiled.get(key)
    if (known === undefined) compiled.set(key, (known = new Map()))
    let validate = known.get(schema)
    if (validate === undefined) {
      const evaluating = needsEvaluation(view)
      const form = evaluating
        ? evaluatingForm(schema, view, remember)
        : formOf(
            schema,
            {
              view,
              remember,
              evaluates: false,
              refTo: (inner, isExact) => refTo({ schema: inner, view, exact: isExact }),
            },
            exact,
          )
      // A validator of ours is a function of the same shape; ajv declares a type guard.
      validate = instance(mode, evaluating).compile(form) as LazyValidate
      if (mode === 'quick') validate = remembering(validate)
      known.set(schema, validate)
    }
    return validate
  }

  const instance = (mode: Mode, evaluating: boolean): Ajv2020 => {
    const key = `${mode} ${evaluating}`
    let ajv = instances.get(key)
    if (ajv === undefined) {
      ajv = createAjv(mode, evaluating)
      addKeywords(ajv, (id, quick) => lazily(targets[Number(id)], quick ? 'quick' : mode))
      instances.set(key, ajv)
    }
    return ajv
  }

  const lazily = (target: Target | undefined, mode: Mode): LazyValidate => {
    let validate: LazyValidate | undefined
    const call: LazyValidate = (data, context) => {
      if (target === undefined) return true
      validate ??= compileTarget(mode, target)
      const isValid = validate(data, context)
      if (!isValid) call.errors = validate.errors
      return isValid
    }
    return call
  }

  const brokenKeyword = (error: ErrorObject): BrokenKeyword => ({
    keyword: (OWN_KEYWORDS as Readonly<Record<string, string>>)[error.keyword] ?? error.keyword,
    payload: error.instancePath,
    schema: sources.get(Object(error.parentSchema)),
    // ajv judged parsed JSON; its data is declared `unknown`.
    data: error.data as Json,
    params: error.propertyName === undefined ? error.params : { ...error.params, propertyName: error.propertyName },
  })

  return { compile: (mode, schema, view) => compileTarget(mode, { schema, view, exact: false }), brokenKeyword }
}

/** Answers once for each object: the same body is judged by several checks, the same member by several branches. */
function remembering(validate: LazyValidate): LazyValidate {
  const answers = new WeakMap<object, boolean>()
  return (data) => {
    if (typeof data !== 'object' || data === null) return validate(data)
    let answer = answers.get(data)
    if (answer === undefined) {
      answer = validate(data)
      answers.set(data, answer)
    }
    return answer
  }
}

function createAjv(mode: Mode, evaluating: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: mode === 'full',
    verbose: mode === 'full',
    messages: false,
    validateSchema: false,
    meta: false,
    logger: false,
    // Names such as `constructor` are inherited by every object.
    ownProperties: true,
    code: { optimize: false, regExp: Object.assign(patternOf, { code: 'new RegExp' }) },
  })
  // Following what was evaluated keeps ajv from stopping at the first branch that fits.
  ajv.opts.unevaluated = evaluating
  return ajv
}

/** With the `u` flag where the pattern allows it; without where it was written for engines that know none. */
function patternOf(pattern: string, flags: string): RegExp {
  for (const tried of [flags, '']) {
    try {
      return new RegExp(pattern, tried)
    } catch {
      // Tried again without flags, then given up: what no engine reads judges nothing.
    }
  }
  return /(?:)/
}
