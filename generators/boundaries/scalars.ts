import type { Json } from '../../core/json.ts'
import { deriveSeed } from '../../core/seed.ts'
import { identityOf } from '../schema/unique.ts'
import type { Made } from './making.ts'
import { numberPoints, plainNumber } from './numbers.ts'
import type { Point } from './point.ts'
import { type Field, plainText, textPoints } from './texts.ts'
import { declaring } from './workspace.ts'

/** A longer enum is a list of codes: the same list in several branches is gone through once. */
const CODE_LIST = 24

/** Every value of a scalar that shows one of its constraints. */
export function scalarPoints(field: Field): readonly Point[] {
  const { workspace, leaf } = field
  const points: Point[] = leaf.values === undefined ? [...pointsOfType(field)] : [...memberPoints(field, leaf.values)]
  const node = declaring(leaf.shape, 'default')
  const value = typeof node?.schema === 'object' ? node.schema['default'] : undefined
  if (value !== undefined && typeof value !== 'object' && acceptsValue(field, value)) {
    points.push({ what: `default ${shown(value)}`, document: workspace.documentOf(node, 'default'), value })
  }
  return points
}

/** A value where nothing is to be shown: as plain as can be, and another for another `nth`. */
export function plainScalar(field: Field, nth: number): Made {
  const { leaf } = field
  if (leaf.values !== undefined) {
    const usable = leaf.values.filter((value) => field.place.isLegal(value, field.inside))
    const present = usable.filter((value) => value !== null)
    const values = present.length > 0 ? present : usable
    const value = values[nth % Math.max(1, values.length)]
    return value === undefined ? { reason: `no member of its enum can be sent in ${field.place.name}` } : { value }
  }
  switch (leaf.type) {
    case 'string':
      return plainText(field, nth)
    case 'number':
      return plainNumber(field, nth)
    case 'boolean':
      return { value: nth % 2 === 1 }
    case 'null':
    case 'array':
    case 'object':
      return { value: null }
  }
}

function pointsOfType(field: Field): readonly Point[] {
  const document = field.workspace.documentOf(declaring(field.leaf.shape, 'type') ?? field.leaf.shape.nodes[0])
  switch (field.leaf.type) {
    case 'string':
      return textPoints(field)
    case 'number':
      return numberPoints(field)
    case 'boolean':
      return [false, true]
        .filter((value) => acceptsValue(field, value))
        .map((value) => ({ what: String(value), document, value }))
    case 'null':
      return [{ what: 'null', document, value: null }]
    case 'array':
    case 'object':
      return []
  }
}

function memberPoints(field: Field, values: readonly Json[]): readonly Point[] {
  const { workspace, leaf, place } = field
  const keyword = declaring(leaf.shape, 'const') === undefined ? 'enum' : 'const'
  const document = workspace.documentOf(declaring(leaf.shape, keyword), keyword)
  const shared = values.length > CODE_LIST
  const distinct = new Map(values.map((value) => [identityOf(value), value]))
  return [...distinct.values()].map((value) => ({
    what: `${keyword} ${shown(value)}`,
    document,
    ...(shared ? { shared } : {}),
    ...(place.isLegal(value, field.inside) ? { value } : { reason: `it cannot be told from nothing in ${place.name}` }),
  }))
}

function acceptsValue({ workspace, leaf, place, inside }: Field, value: Json): boolean {
  return workspace.accepts(leaf.shape, value) && place.isLegal(value, inside)
}

function shown(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 60)}… (${deriveSeed(0, text)})` : text
}
