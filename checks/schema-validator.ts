import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import type { Json, JsonObject } from '../core/json.ts'
import type { Contract, DocumentPointer } from '../spec/model.ts'
import { schemaView, type SchemaView, type Side } from '../spec/schema-view.ts'
import { formOf, OWN_KEYWORDS, type Form, type FormObject, type FormSurroundings } from './validation-form.ts'
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

/** A validator of a view on its own. */
export function validatorOfView(view: SchemaView): SchemaValidator {
  return createValidator(view, createWorkshop())
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

function createWorkshop(): Workshop {
  const sources = new WeakMap<object, JsonObject>()
  const remember = (form: FormObject, subschema: JsonObject): void => void sources.set(form, subschema)
  const targets: { readonly schema: JsonObject | boolean; readonly view: SchemaView }[] = []
  const ids = new Map<JsonObject | boolean, string>()
  const compiled = { quick: new Map<unknown, LazyValidate>(), full: new Map<unknown, LazyValidate>() }

  const idOf = (schema: JsonObject | boolean, view: SchemaView): string => {
    let id = ids.get(schema)
    if (id === undefined) {
      id = `r${targets.length}`
      ids.set(schema, id)
      targets.push({ schema, view })
    }
    return id
  }

  const compile: Workshop['compile'] = (mode, schema, view) => {
    let validate = compiled[mode].get(schema)
    if (validate === undefined) {
      validate = needsEvaluation(view)
        ? (instance(mode, true).compile(evaluatingForm(schema, view, remember)) as LazyValidate)
        : (instance(mode, false).compile(lazyForm(schema, view)) as LazyValidate)
      compiled[mode].set(schema, validate)
    }
    return validate
  }

  const forms = new Map<JsonObject | boolean, Form>()
  const lazyForm = (schema: JsonObject | boolean, view: SchemaView): Form => {
    let form = forms.get(schema)
    if (form === undefined) {
      const around: FormSurroundings = { view, remember, refTo: (target) => ({ lazyRef: idOf(target, view) }) }
      form = formOf(schema, around)
      forms.set(schema, form)
    }
    return form
  }

  const instances = new Map<string, Ajv2020>()
  const instance = (mode: Mode, evaluating: boolean): Ajv2020 => {
    const key = `${mode} ${evaluating}`
    let ajv = instances.get(key)
    if (ajv === undefined) {
      ajv = createAjv(mode, evaluating)
      addKeywords(ajv, (id) => lazily(Number(id.slice(1)), mode))
      instances.set(key, ajv)
    }
    return ajv
  }

  const lazily = (index: number, mode: Mode): LazyValidate => {
    const target = targets[index]
    const call: LazyValidate = (data, context) => {
      if (target === undefined) return true
      const validate = compile(mode, target.schema, target.view)
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

  return { compile, brokenKeyword }
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
    code: { regExp: Object.assign(patternOf, { code: 'new RegExp' }) },
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

const evaluation = new WeakMap<SchemaView, boolean>()

/** Whether `unevaluated…` occurs: it sees through references, so that they must be compiled together. */
function needsEvaluation(view: SchemaView): boolean {
  let needed = evaluation.get(view)
  if (needed === undefined) {
    needed = mentionsUnevaluated(view.schema)
    evaluation.set(view, needed)
  }
  return needed
}

function mentionsUnevaluated(root: Json): boolean {
  const pending: Json[] = [root]
  const seen = new Set<Json>()
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if ('unevaluatedProperties' in value || 'unevaluatedItems' in value) return true
    pending.push(...(Array.isArray(value) ? value : Object.values(value)))
  }
  return false
}

/** The schema with everything it refers to, under `$defs`. */
function evaluatingForm(schema: JsonObject | boolean, view: SchemaView, remember: FormSurroundings['remember']): Form {
  const names = new Map<JsonObject | boolean, string>()
  const refTo = (target: JsonObject | boolean): FormObject => {
    if (!names.has(target)) names.set(target, `d${names.size}`)
    return { $ref: `#/$defs/${names.get(target)}` }
  }
  const around: FormSurroundings = { view, remember, refTo }
  const form = formOf(schema, around)
  if (typeof form === 'boolean' || names.size === 0) return form
  const definitions: Record<string, Form> = {}
  // The map grows while forms are made; a Map's iteration sees what is added.
  for (const [target, name] of names) definitions[name] = formOf(target, around)
  form['$defs'] = definitions
  return form
}
