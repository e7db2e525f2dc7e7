import { shapeOf } from '../../checks/documented-members.ts'
import type { Json } from '../../core/json.ts'
import type { Contract, Operation, Parameter } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'

/** The query parameters of a list that page it. */
export interface ListParameters {
  readonly limit?: NumberParameter
  readonly page?: NumberParameter
  readonly offset?: NumberParameter
  /** Takes what an answer says of its next page. */
  readonly cursor?: Parameter
  /** Takes the id of the last item. */
  readonly afterId?: Parameter
}

/** A parameter of numbers, and what its schema says of them. */
export interface NumberParameter {
  readonly name: string
  readonly minimum: number | undefined
  readonly maximum: number | undefined
  readonly default: number | undefined
  readonly values: readonly number[] | undefined
}

const LIMIT =
  /^\$?(?:limit|top|per_?page|page_?size|page\[(?:size|limit)\]|max_?(?:results|items|records)|results_?per_?page)$/i
/** Words that are a limit only beside a parameter that pages. */
const VAGUE_LIMIT = /^(?:size|count|first|take|rows|num|length)$/i
const PAGE = /^(?:page|page_?(?:number|no|index|num)|page\[number\]|p|current_?page)$/i
const OFFSET = /^\$?(?:offset|skip|start_?at|page\[offset\])$/i
const CURSOR =
  /^(?:(?:next_?|page_?)?(?:cursor|token|page_?token)|page\[(?:cursor|after)\]|after|starting_?after|continuation_?token|marker|next)$/i
const AFTER_ID = /^starting_?after(?:_?id)?$|^(?:after|since|last|min|from)_?id$/i

const known = new WeakMap<Operation, ListParameters>()

/** How a list is paged by its parameters. */
export function listParametersOf(contract: Contract, operation: Operation): ListParameters {
  const found = known.get(operation) ?? findParameters(contract, operation)
  known.set(operation, found)
  return found
}

function findParameters(contract: Contract, { parameters }: Operation): ListParameters {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  const number = (pattern: RegExp): NumberParameter | undefined => {
    const named = inQuery.filter(({ name }) => pattern.test(name))
    return named.map((parameter) => numberOf(contract, parameter)).find((one) => one !== undefined)
  }
  const page = number(PAGE)
  const offset = number(OFFSET)
  const cursor = inQuery.find(({ name }) => CURSOR.test(name))
  const afterId = inQuery.find(({ name }) => AFTER_ID.test(name))
  const isPaged = page !== undefined || offset !== undefined || cursor !== undefined || afterId !== undefined
  const limit = number(LIMIT) ?? (isPaged ? number(VAGUE_LIMIT) : undefined)
  return {
    ...(limit !== undefined && { limit }),
    ...(page !== undefined && { page }),
    ...(offset !== undefined && { offset }),
    ...(cursor !== undefined && { cursor }),
    ...(afterId !== undefined && { afterId }),
  }
}

function numberOf(contract: Contract, { name, schema }: Parameter): NumberParameter | undefined {
  if (schema === undefined) return undefined
  const schemas = shapeOf(schemaView(contract, schema, 'request')).all
  const types = schemas.flatMap(({ type }) => (type === undefined ? [] : [type].flat()))
  if (!types.includes('integer') && !types.includes('number')) return undefined
  const of = (keyword: string): number | undefined =>
    schemas.map((one) => one[keyword]).find((value) => typeof value === 'number')
  const exclusive = of('exclusiveMinimum')
  const values = schemas.map((one) => one['enum']).find((value) => Array.isArray(value)) as readonly Json[] | undefined
  return {
    name,
    minimum: of('minimum') ?? (exclusive === undefined ? undefined : exclusive + 1),
    maximum: of('maximum'),
    default: of('default'),
    values: values?.filter((value) => typeof value === 'number'),
  }
}

/** A limit as near as can be to the wished one; `undefined` where the list has none. */
export function limitNear(limit: NumberParameter | undefined, wished: number): number | undefined {
  if (limit === undefined) return undefined
  if (limit.values !== undefined) {
    return limit.values.toSorted((one, other) => Math.abs(one - wished) - Math.abs(other - wished))[0]
  }
  return Math.max(limit.minimum ?? 1, Math.min(wished, limit.maximum ?? 100))
}

/** Whether a parameter pages or orders a list, or shapes its answer, instead of choosing items. */
export function isPaging({ name }: Parameter): boolean {
  return (
    [LIMIT, VAGUE_LIMIT, PAGE, OFFSET, CURSOR, AFTER_ID].some((pattern) => pattern.test(name)) ||
    /^\$?(?:before|ending_?before|sort(?:_?by|_?order)?|order(?:_?by)?|direction|fields?|select|include|expand|embed|search|query|q|view|lang(?:uage)?|locale)(?:\[.*\])?$/i.test(
      name,
    )
  )
}
