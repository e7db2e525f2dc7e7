import type { Ajv2020 } from 'ajv/dist/2020.js'
import { _, Name, nil, type AnySchema, type CodeGen, type KeywordCxt } from 'ajv'
import { not } from 'ajv/dist/compile/codegen/index.js'
import { formatChecks } from './formats.ts'
import { tagIn, type TagTable } from './discriminator-tags.ts'

/** A compiled schema that is reached over a reference; `errors` are those of the last call that returned false. */
export interface LazyValidate {
  (data: unknown, context?: { instancePath: string }): boolean
  errors?: readonly object[] | null | undefined
}

/**
 * Teaches an ajv instance our keywords (see `validation-form.ts`) and our formats.
 *
 * `lazyRef` compiles its target when a value first reaches it: a contract whose schemas all hang together is then
 * never compiled whole. The branch keywords report one error and drop those of the branches; which branch was meant is
 * worked out only when there is something to explain.
 */
export function addKeywords(ajv: Ajv2020, resolve: (id: string) => LazyValidate): void {
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

function callLazily(cxt: KeywordCxt, resolve: (id: string) => LazyValidate): void {
  const { gen, schema, data, it } = cxt
  const target = resolve(String(schema))
  const call = gen.scopeValue('validate', { ref: target })
  // Paths are asked for only where errors are explained.
  const context = it.opts.verbose === true ? _`, {instancePath: ${INSTANCE_PATH} + ${it.errorPath}}` : nil
  cxt.result(_`${call}(${data}${context})`, undefined, () => {
    gen.assign(V_ERRORS, _`${V_ERRORS} === null ? ${call}.errors : ${V_ERRORS}.concat(${call}.errors)`)
    gen.assign(ERRORS, _`${V_ERRORS}.length`)
    if (!it.allErrors) {
      gen.assign(_`${it.validateName}.errors`, V_ERRORS)
      gen.return(false)
    }
  })
}

function fitsAnyBranch(cxt: KeywordCxt): void {
  const valid = cxt.gen.let('valid', false)
  tryBranches(cxt, valid, indexesOf(cxt))
  report(cxt, valid)
}

function fitsTaggedBranch(cxt: KeywordCxt): void {
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

function tryBranches(cxt: KeywordCxt, valid: Name, indexes: readonly number[]): void {
  const { gen } = cxt
  for (const index of indexes) {
    gen.if(not(valid), () => tryBranch(cxt, gen, valid, index))
  }
}

function tryBranch(cxt: KeywordCxt, gen: CodeGen, valid: Name, schemaProp: number): void {
  const branchValid = gen.name('_valid')
  const subschema = cxt.subschema({ keyword: cxt.keyword, schemaProp, compositeRule: true }, branchValid)
  gen.assign(valid, branchValid)
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
