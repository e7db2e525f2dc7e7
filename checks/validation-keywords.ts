import type { Ajv2020 } from 'ajv/dist/2020.js'
import { _, Name, type AnySchema, type KeywordCxt } from 'ajv'
import { not } from 'ajv/dist/compile/codegen/index.js'
import { evaluatedPropsToName } from 'ajv/dist/compile/util.js'
import { formatChecks } from './formats.ts'
import { tagIn, type TagTable } from './discriminator-tags.ts'

/** A compiled schema that is reached over a reference; `errors` are those of the last call that returned false. */
export interface LazyValidate {
  (data: unknown, context?: { instancePath: string }): boolean
  errors?: readonly object[] | null | undefined
}

/** What is behind a `lazyRef`; `quick` where only the answer counts, not the errors. */
export type Resolve = (id: string, quick: boolean) => LazyValidate

/**
 * Teaches an ajv instance our keywords (see `validation-form.ts`) and our formats.
 *
 * `lazyRef` compiles its target when a value first reaches it: a contract whose schemas all hang together is then
 * never compiled whole. The branch keywords report one error and drop those of the branches; which branch was meant is
 * worked out only when there is something to explain.
 */
export function addKeywords(ajv: Ajv2020, resolve: Resolve): void {
  for (const [name, format] of formatChecks) {
    if (format.type === 'number') ajv.addFormat(name, { type: 'number', validate: format.accepts })
    else ajv.addFormat(name, { type: 'string', validate: format.accepts })
  }
  ajv.removeKeyword('multipleOf')
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    errors: false,
    validate: (divisor: number, value: number) => isMultipleOf(value, divisor),
  })
  ajv.addKeyword({ keyword: 'lazyRef', schemaType: 'string', code: (cxt) => callLazily(cxt, resolve) })
  for (const keyword of ['anyOfBranches', 'oneOfBranches']) {
    ajv.addKeyword({ keyword, schemaType: 'array', trackErrors: true, code: fitsAnyBranch })
  }
  ajv.addKeyword('tagTable')
  ajv.addKeyword({ keyword: 'taggedBranches', schemaType: 'array', trackErrors: true, code: fitsTaggedBranch })
}

const INSTANCE_PATH = new Name('instancePath')
const V_ERRORS = new Name('vErrors')
const ERRORS = new Name('errors')

function callLazily(cxt: KeywordCxt, resolve: Resolve): void {
  const { gen, schema, data, it } = cxt
  // Errors within branches are dropped; there the quick form, which remembers its answers, keeps nested alternatives
  // from being tried in all of their combinations.
  const quick = it.opts.verbose !== true || it.compositeRule === true
  const call = gen.scopeValue('validate', { ref: resolve(String(schema), quick) })
  if (quick) {
    cxt.pass(_`${call}(${data})`)
    return
  }
  cxt.result(_`${call}(${data}, {instancePath: ${INSTANCE_PATH} + ${it.errorPath}})`, undefined, () => {
    gen.assign(V_ERRORS, _`${V_ERRORS} === null ? ${call}.errors : ${V_ERRORS}.concat(${call}.errors)`)
    gen.assign(ERRORS, _`${V_ERRORS}.length`)
  })
}

function fitsAnyBranch(cxt: KeywordCxt): void {
  prepareEvaluated(cxt)
  const valid = cxt.gen.let('valid', false)
  tryBranches(cxt, valid, indexesOf(cxt))
  report(cxt, valid)
}

function fitsTaggedBranch(cxt: KeywordCxt): void {
  prepareEvaluated(cxt)
  const { gen, data, parentSchema } = cxt
  const table = parentSchema['tagTable'] as TagTable
  const valid = gen.let('valid', false)
  const tag = gen.const('tag', _`${gen.scopeValue('func', { ref: tagIn })}(${data}, ${table.propertyName})`)
  // Without a tag the branches decide: where they need it, they require it.
  gen.if(_`${tag} === undefined`)
  tryBranches(cxt, valid, indexesOf(cxt))
  for (const [name, indexes] of Object.entries(table.tags)) {
    gen.elseIf(_`${tag} === ${name}`)
    tryBranches(cxt, valid, indexes)
  }
  gen.endIf()
  report(cxt, valid)
}

/**
 * What was evaluated so far is moved into variables before any branch is entered: ajv declares them where they are
 * first merged, which would be within a branch that may not run.
 */
function prepareEvaluated({ gen, it }: KeywordCxt): void {
  if (it.opts.unevaluated !== true) return
  if (it.props !== true && !(it.props instanceof Name)) it.props = evaluatedPropsToName(gen, it.props)
  if (it.items !== true && !(it.items instanceof Name)) it.items = gen.var('items', _`${it.items ?? 0}`)
}

/** Stops at the first branch that fits; where evaluation counts, every branch that fits has a say in it. */
function tryBranches(cxt: KeywordCxt, valid: Name, indexes: readonly number[]): void {
  const { gen, it } = cxt
  for (const index of indexes) {
    if (it.opts.unevaluated === true) tryBranch(cxt, valid, index)
    else gen.if(not(valid), () => tryBranch(cxt, valid, index))
  }
}

function tryBranch(cxt: KeywordCxt, valid: Name, schemaProp: number): void {
  const branchValid = cxt.gen.name('_valid')
  const subschema = cxt.subschema({ keyword: cxt.keyword, schemaProp, compositeRule: true }, branchValid)
  cxt.gen.assign(valid, _`${valid} || ${branchValid}`)
  cxt.mergeValidEvaluated(subschema, branchValid)
}

function report(cxt: KeywordCxt, valid: Name): void {
  cxt.result(
    valid,
    () => cxt.reset(),
    () => {
      cxt.reset()
      cxt.error(true)
    },
  )
}

function indexesOf({ schema }: KeywordCxt): readonly number[] {
  return (schema as readonly AnySchema[]).map((_branch, index) => index)
}

/** By decimal digits, not by binary division: 19.99 is a multiple of 0.01. */
function isMultipleOf(value: number, divisor: number): boolean {
  const quotient = value / divisor
  if (Number.isInteger(quotient)) return true
  if (Number.isInteger(divisor) && Number.isInteger(value)) return false
  const [left, right] = [decimalOf(value), decimalOf(divisor)]
  // So far apart that the digits of a double cannot tell.
  if (Math.abs(left.exponent - right.exponent) > 60) return true
  const exponent = Math.min(left.exponent, right.exponent)
  const scaled = right.digits * 10n ** BigInt(right.exponent - exponent)
  return (left.digits * 10n ** BigInt(left.exponent - exponent)) % scaled === 0n
}

function decimalOf(value: number): { digits: bigint; exponent: number } {
  const [mantissa = '0', power = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length }
}
