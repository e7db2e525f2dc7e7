import type { Json, JsonObject } from '../../core/json.ts'
import type { DocumentPointer } from '../../spec/model.ts'
import type { BrokenAt, Violations } from './broken-at.ts'
import { readingsOf } from './readings.ts'
import type { Medium, Mutation, Workshop } from './site.ts'

/** Judges values of one schema. */
export interface Judge {
  /** Whether the value, as it travels, is valid. */
  accepts(value: Json): boolean
  /** Why a value does not break just what a mutation says; `undefined` when it does. */
  objection(mutation: Pick<Mutation, 'keywords' | 'shows'>, at: string, value: Json): string | undefined
}

/** The judge of the schema at a pointer. */
export function judgeOf(violations: Violations, pointer: DocumentPointer, medium: Medium): Judge {
  const broken = (value: Json): readonly BrokenAt[] => violations(pointer, 'request', asSent(value))
  return {
    accepts: (value) => broken(value).length === 0,
    objection(mutation, at, value) {
      const found = broken(value)
      if (mutation.shows === 'allowed' && found.length === 0) return undefined
      if (found.length === 0) return 'the schema allows what breaks it'
      if (!found.some((one) => isMeant(one, mutation, at))) return `it breaks ${listed(found)} in its place`
      const others = found.filter((one) => !isMeant(one, mutation, at) && !follows(one, at))
      if (others.length > 0) return `it also breaks ${listed(others)}`
      if (medium === 'text' && readingsOf(value).some((reading) => broken(reading).length === 0)) {
        return 'sent as text, it can be read as valid'
      }
      return undefined
    },
  }
}

/** Whether of all that holds at a place just what a mutation says is broken, whatever branches around it are taken for. */
export function breaksInPlace(
  mutation: Mutation,
  parts: readonly JsonObject[],
  value: Json,
  workshop: Workshop,
): boolean {
  const found = parts.flatMap((part) => workshop.brokenBy(part, value) ?? [])
  return found.length > 0 && found.every((one) => isMeant(one, mutation, mutation.at))
}

function isMeant({ keyword, payload }: BrokenAt, mutation: Pick<Mutation, 'keywords' | 'shows'>, at: string): boolean {
  if (!mutation.keywords.includes(keyword)) return follows({ keyword, payload }, at)
  return payload === at || (mutation.shows === 'below' && payload.startsWith(`${at}/`))
}

/** A choice around the place fails with it. */
function follows({ keyword, payload }: BrokenAt, at: string): boolean {
  return (keyword === 'oneOf' || keyword === 'anyOf') && (payload === at || at.startsWith(`${payload}/`))
}

function listed(found: readonly BrokenAt[]): string {
  const names = [
    ...new Set(found.map(({ keyword, payload }) => `${keyword} at ${payload === '' ? 'the top' : payload}`)),
  ]
  return names.length > 2 ? `${names.slice(0, 2).join(', ')} and more` : names.join(' and ')
}

function asSent(value: Json): Json {
  // `JSON.parse` of what `JSON.stringify` wrote is JSON; its declared result is `any`.
  return JSON.parse(JSON.stringify(value)) as Json
}
