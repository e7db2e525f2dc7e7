import { HarnessError } from '../core/harness-error.ts'
import type { Json } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import { DEEPEST_NESTING } from './parse.ts'

/** Values of a document with its YAML aliases written out: beyond this it is an alias bomb. */
const MOST_VALUES = 20_000_000

/** How large a document is when every alias is written out, in values. */
export interface DocumentSize {
  readonly values: number
}

/**
 * Measures a document and refuses what nothing could work with. Shared objects are counted once and multiplied, so
 * that a bomb is found without being expanded.
 *
 * @throws HarnessError `document`: an alias inside its own anchor, nesting too deep, an alias bomb
 */
export function measureDocument(root: Json, name: string): DocumentSize {
  const measured = new Map<object, { values: number; height: number }>()
  const open = new Set<object>()
  const stack: Frame[] = []

  const enter = (node: object, key: string): void => {
    open.add(node)
    stack.push({ node, key, keys: Object.keys(node), next: 0, values: 1, height: 0 })
    if (stack.length > DEEPEST_NESTING) throw tooDeep(name, stack)
  }

  if (!isContainer(root)) return { values: 1 }
  enter(root, '')
  for (;;) {
    const frame = stack.at(-1) as Frame
    const key = frame.keys[frame.next++]
    if (key === undefined) {
      stack.pop()
      open.delete(frame.node)
      if (frame.values > MOST_VALUES) throw aliasBomb(name)
      const result = { values: frame.values, height: frame.height + 1 }
      measured.set(frame.node, result)
      const parent = stack.at(-1)
      if (parent === undefined) return { values: frame.values }
      add(parent, result)
      continue
    }
    // A cast: keys come from the node itself.
    const value = (frame.node as Record<string, unknown>)[key]
    if (!isContainer(value)) frame.values++
    else if (open.has(value)) throw circularAlias(name, [...stack.slice(1).map((entry) => entry.key), key])
    else {
      const known = measured.get(value)
      if (known === undefined) enter(value, key)
      else {
        add(frame, known)
        if (stack.length + known.height > DEEPEST_NESTING) throw tooDeep(name, stack)
      }
    }
  }
}

interface Frame {
  readonly node: object
  readonly key: string
  readonly keys: readonly string[]
  next: number
  values: number
  height: number
}

function add(frame: Frame, part: { readonly values: number; readonly height: number }): void {
  frame.values += part.values
  frame.height = Math.max(frame.height, part.height)
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function tooDeep(name: string, stack: readonly Frame[]): HarnessError {
  const place = child('#', ...stack.slice(1, 6).map((entry) => entry.key))
  return new HarnessError('document', `${name} nests deeper than ${DEEPEST_NESTING} levels, below ${place}`)
}

function circularAlias(name: string, keys: readonly string[]): HarnessError {
  return new HarnessError('document', `${name} has a YAML alias inside its own anchor, at ${child('#', ...keys)}`, {
    hint: 'Circular schemas are written with $ref.',
  })
}

function aliasBomb(name: string): HarnessError {
  return new HarnessError('document', `${name} has YAML aliases that expand to more than ${MOST_VALUES} values`, {
    hint: 'Use $ref for what is repeated so often.',
  })
}
