import { lastToken } from '../document-pointer.ts'
import type { DocumentPointer } from '../model.ts'

/** A schema behind a `$ref` as one definition of a view; the same schema may be needed in several forms. */
export interface Definition {
  readonly pointer: DocumentPointer
  /** Without the choice among its subtypes: as a subtype includes it. */
  readonly plain: boolean
  /** Names not to be required, because a schema that holds with it hides them from this side. Sorted. */
  readonly unrequired: readonly string[]
}

/** Tells definitions apart. */
export function definitionKey({ pointer, plain, unrequired }: Definition): string {
  return `${pointer}${plain ? '\nplain' : ''}${unrequired.length > 0 ? `\n${unrequired.join('\n')}` : ''}`
}

/** Gives definitions names for `$defs`: readable, unique, and with nothing that a `$ref` would have to escape. */
export function definitionNames(): (definition: Definition) => string {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  return (definition) => {
    const key = definitionKey(definition)
    let name = names.get(key)
    if (name === undefined) {
      const base = [
        lastToken(definition.pointer).replaceAll(/[^\w.-]/g, '_') || 'root',
        ...(definition.plain ? ['plain'] : []),
        ...(definition.unrequired.length > 0 ? ['part'] : []),
      ].join('.')
      name = base
      for (let count = 2; taken.has(name); count++) name = `${base}_${count}`
      taken.add(name)
      names.set(key, name)
    }
    return name
  }
}
