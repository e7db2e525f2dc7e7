import type { Random, Value } from 'fast-check'
import type { Json } from '../../core/json.ts'
import { arrays } from './array.ts'
import { constants, producer, type Producer } from './producer.ts'
import { domainValues } from './domain.ts'
import type { Engine } from './engine.ts'
import { GenerationFailed } from './errors.ts'
import type { Alternative } from './goal.ts'
import { numberRange } from './number-range.ts'
import { numbers } from './number.ts'
import { once } from './object-plan.ts'
import { objects } from './object.ts'
import type { Shape } from './shape.ts'
import { strings } from './string.ts'
import type { TypeName } from './types.ts'
import { type Branch, unionOf } from './union.ts'
import { identityOf } from './unique.ts'

const ATTEMPTS = 100

/** So many for what is merely wished for. */
const FEW_ATTEMPTS = 8

/** A value that has cost more candidates than this gets no more wishes. */
const MOST_WISHED = 100

/** Levels that a value may nest beyond the greatest depth because it must. */
const MOST_FORCED = 50

/** In a hundred values of a field with a meaning, so many are drawn by its constraints alone. */
const DOMAIN_WEIGHT = 85

/** Beside a hundred other values, so many are those that the schema itself shows. */
const DOCUMENTED_WEIGHT = 5
const MOST_DOCUMENTED = 10

/** How often the types of a value come when several are allowed. */
const TYPE_WEIGHTS: Readonly<Record<TypeName, number>> = {
  string: 6,
  number: 4,
  object: 4,
  array: 3,
  boolean: 3,
  null: 2,
}

/** Values of a conjunction that has no choices left. */
export function leafProducer(engine: Engine, alternative: Alternative, name: string | undefined): Producer {
  const { shape, conflict } = alternative.expansion()
  const pointer = pointerOf(engine, alternative)
  const values = engine.reach.valuesOf(alternative)
  const types = engine.reach.typesOf(alternative)
  if (types.length === 0 || conflict !== undefined) throw engine.unsatisfiable(alternative)
  if (values !== undefined) return oneOf(values)
  const order = [...types].sort((one, other) => rank(one.type) - rank(other.type))
  const ofType = order.map(({ type, depth }) => ({
    depth: () => depth,
    producer: once(() => typeProducer(engine, shape, type, name, pointer)),
    weight: TYPE_WEIGHTS[type],
  }))
  const all = ofType.length === 1 ? (ofType[0]?.producer() as Producer) : unionOf(engine, ofType, pointer)
  return nested(engine, shape, guarded(engine, shape, all, pointer), pointer)
}

function oneOf(values: readonly Json[]): Producer {
  return constants(values, (random) => (values.length === 1 ? 0 : random.nextInt(0, values.length - 1)))
}

/** Where several types are allowed, values are simplified to strings first and to null last. */
function rank(type: TypeName): number {
  return ['string', 'number', 'boolean', 'object', 'array', 'null'].indexOf(type)
}

function pointerOf(engine: Engine, { goal }: Alternative): string {
  const [node] = goal.nodes
  return node === undefined ? engine.pointerOf(engine.document.root) : engine.pointerOf(node)
}

function typeProducer(
  engine: Engine,
  shape: Shape,
  type: TypeName,
  name: string | undefined,
  pointer: string,
): Producer {
  const generic = once(() => genericProducer(engine, shape, type, name, pointer))
  const domain = domainValues(engine, shape, type, name, pointer)
  const shown = documentedScalars(engine, shape, type)
  if (domain === undefined && shown.length === 0) return generic()
  const branch = (producer: () => Producer, weight: number): Branch => ({ depth: () => 0, producer, weight })
  const [own, others] = domain === undefined ? [generic, []] : [() => domain, [generic]]
  return unionOf(
    engine,
    [
      branch(own, domain === undefined ? 100 : DOMAIN_WEIGHT),
      ...others.map((other) => branch(other, 100 - DOMAIN_WEIGHT)),
      ...(shown.length === 0 ? [] : [branch(() => oneOf(shown), DOCUMENTED_WEIGHT)]),
    ],
    pointer,
  )
}

/** What the schemas of a string or number show of it, as far as it is valid. */
function documentedScalars(engine: Engine, shape: Shape, type: TypeName): readonly Json[] {
  if (type !== 'string' && type !== 'number') return []
  const shown = shape.nodes.flatMap(({ schema }): readonly (Json | undefined)[] => {
    if (typeof schema === 'boolean') return []
    const { example, examples, default: standard } = schema
    return [example, ...(Array.isArray(examples) ? (examples as readonly Json[]) : []), standard]
  })
  const judges = [...shape.nodes, ...shape.checks]
  const fitting = shown.filter(
    (value): value is Json => typeof value === type && judges.every((node) => engine.fits(node, value as Json)),
  )
  return [...new Set(fitting)].slice(0, MOST_DOCUMENTED)
}

function genericProducer(
  engine: Engine,
  shape: Shape,
  type: TypeName,
  name: string | undefined,
  pointer: string,
): Producer {
  switch (type) {
    case 'null':
      return constants([null], () => 0)
    case 'boolean':
      return oneOf([false, true].filter((value) => !shape.excluded.includes(value)))
    case 'number':
      return engine.numbersOfFormat(shape, numberRange(shape), pointer) ?? numbers(shape)
    case 'string':
      return strings(engine, shape, pointer)
    case 'array':
      return arrays(engine, shape, name, pointer)
    case 'object':
      return objects(engine, shape, pointer)
  }
}

/** Filters by what construction does not cover: excluded values, and schemas that could not be built around. */
function guarded(engine: Engine, shape: Shape, inner: Producer, pointer: string): Producer {
  if (shape.checks.length + shape.wishes.length + shape.excluded.length === 0) return inner
  const excluded = new Set(shape.excluded.map(identityOf))
  const accepts = (value: Json): boolean =>
    !excluded.has(identityOf(value)) && shape.checks.every((node) => engine.satisfies(node, value))
  const pleases = (value: Json): boolean => shape.wishes.every((node) => engine.satisfies(node, value))
  const fail = (): never => {
    throw new GenerationFailed(pointer, `none of ${ATTEMPTS} candidates satisfied not, oneOf and the like`)
  }
  const search = (random: Random): Value<Json> => {
    const { level, allowance } = engine.session
    let acceptable: Value<Json> | undefined
    for (let i = 0; i < (acceptable === undefined ? ATTEMPTS : FEW_ATTEMPTS); i++) {
      Object.assign(engine.session, { level, allowance })
      const candidate = inner.generate(random)
      if (accepts(candidate.value)) {
        if (engine.session.discarded > MOST_WISHED || pleases(candidate.value)) return candidate
        acceptable = candidate
      }
      engine.discard(pointer)
    }
    return acceptable ?? fail()
  }
  return producer<unknown>({
    draw: search,
    *simpler(value, context) {
      for (const next of inner.shrink(value, context)) if (accepts(next.value)) yield next
    },
    smallest: () => {
      const plain = inner.smallest()
      if (accepts(plain.value)) return plain
      let best = engine.afresh(() => search(engine.seeded()))
      for (let steps = ATTEMPTS * 2; steps > 0;) {
        let next: Value<Json> | undefined
        for (const candidate of inner.shrink(best.value_, best.context)) {
          if (--steps < 0) break
          if (!accepts(candidate.value)) continue
          next = candidate
          break
        }
        if (next === undefined) break
        best = next
      }
      return best
    },
  })
}

/** Counts the references that lead back to themselves, so that values do not nest without end. */
function nested(engine: Engine, shape: Shape, inner: Producer, pointer: string): Producer {
  if (!shape.recursive && shape.nodes.length > 0) return inner
  return producer<unknown>({
    draw: (random) => {
      if (engine.session.level >= engine.maxDepth + MOST_FORCED) {
        throw new GenerationFailed(pointer, 'its mandatory members nest too deep')
      }
      engine.session.level++
      try {
        return inner.generate(random)
      } finally {
        engine.session.level--
      }
    },
    simpler: (value, context) => inner.shrink(value, context),
    smallest: () => inner.smallest(),
  })
}
