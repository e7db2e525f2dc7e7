import type { Json } from '../../core/json.ts'
import { withKeyword } from './schema-parts.ts'
import type { Family, Mutation } from './site.ts'

/** Sends a value outside of an enumeration, and a member of it in other letter case. */
export const enumeration: Family = {
  name: 'enumeration',
  *mutations({ parts, tagOf }, workshop): Iterable<Mutation> {
    if (tagOf !== undefined) return
    for (const { part, keyword, members } of enumerations(parts)) {
      const common = {
        promise: members.length === 1 ? 'one listed value' : `one of ${members.length} listed values`,
        document: workshop.documentOf(part, keyword),
        at: '',
        keywords: ['enum', 'const'],
      }
      yield { ...common, breakage: 'enum', candidates: () => outside(members) }
      const changed = otherCase(members)
      if (changed.length > 0) yield { ...common, breakage: 'enum-case', candidates: () => changed }
    }
  },
}

/** Names a branch that does not exist. */
export const wrongTag: Family = {
  name: 'wrong-tag',
  *mutations({ tagOf }, workshop): Iterable<Mutation> {
    if (tagOf === undefined) return
    const common = {
      promise: `one of ${tagOf.tags.length} alternatives`,
      document: workshop.documentOf(tagOf.part, 'discriminator'),
      at: '',
      keywords: ['discriminator', 'enum', 'const', 'oneOf', 'anyOf'],
    }
    yield { ...common, breakage: 'discriminator', candidates: () => outside(tagOf.tags) }
    const changed = otherCase(tagOf.tags)
    if (changed.length > 0) yield { ...common, breakage: 'discriminator-case', candidates: () => changed }
  },
}

function enumerations(parts: Parameters<typeof withKeyword>[0]): readonly {
  readonly part: Parameters<typeof withKeyword>[0][number]
  readonly keyword: string
  readonly members: readonly Json[]
}[] {
  return [
    ...withKeyword(parts, 'enum').flatMap(({ part, limit }) =>
      Array.isArray(limit) ? [{ part, keyword: 'enum', members: limit as readonly Json[] }] : [],
    ),
    ...withKeyword(parts, 'const').map(({ part, limit }) => ({ part, keyword: 'const', members: [limit] })),
  ]
}

/** Values of the members' type that are none of them: unlike all, then as long as one. */
function* outside(members: readonly Json[]): Iterable<Json> {
  const texts = members.filter((member) => typeof member === 'string')
  const numbers = members.filter((member) => typeof member === 'number')
  if (texts.length > 0) yield 'conformanceUnlisted'
  for (const text of texts.slice(0, 3)) yield* [`${text}x`, 'x'.repeat([...text].length), 'Z'.repeat([...text].length)]
  if (numbers.length > 0) yield* [Math.max(...numbers) + 1, Math.min(...numbers) - 1]
  const booleans = members.filter((member) => typeof member === 'boolean')
  for (const member of booleans) if (!booleans.includes(!member)) yield !member
}

/** Members that are looked at; an enumeration may list every currency. */
const MOST_MEMBERS = 20

/** Members in another letter case that are no members themselves. */
function otherCase(members: readonly Json[]): readonly string[] {
  return members.slice(0, MOST_MEMBERS).flatMap((member) => {
    if (typeof member !== 'string') return []
    const changed = [member.toUpperCase(), member.toLowerCase(), swapped(member)]
    return changed.filter((text) => text !== member && !members.includes(text)).slice(0, 1)
  })
}

function swapped(text: string): string {
  const first = text.charAt(0)
  return (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + text.slice(1)
}
