import { isJsonObject, type Json } from '../core/json.ts'

/**
 * The first member name that stands twice in one object of a JSON text, or `undefined`. `JSON.parse` keeps the last of
 * the two silently, so the text is counted against the value, and read again only where they differ.
 */
export function duplicateMember(text: string, value: Json): string | undefined {
  return countNames(text) === countMembers(value) ? undefined : findDuplicate(text)
}

/** How many strings of a valid JSON text are followed by a colon. */
function countNames(text: string): number {
  let names = 0
  for (let start = text.indexOf('"'); start !== -1;) {
    const end = endOfString(text, start)
    if (colonAfter(text, end)) names++
    start = text.indexOf('"', end + 1)
  }
  return names
}

function countMembers(value: Json): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item: Json) => sum + countMembers(item), 0)
  if (!isJsonObject(value)) return 0
  let members = 0
  for (const name in value) members += 1 + countMembers(value[name] as Json)
  return members
}

function findDuplicate(text: string): string | undefined {
  const open: Set<string>[] = []
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '{') open.push(new Set())
    else if (character === '[') open.push(new Set())
    else if (character === '}' || character === ']') open.pop()
    else if (character === '"') {
      const end = endOfString(text, index)
      if (colonAfter(text, end)) {
        // A valid JSON text was parsed before; a string of it parses to a string.
        const name = JSON.parse(text.slice(index, end + 1)) as string
        const names = open.at(-1)
        if (names?.has(name) === true) return name
        names?.add(name)
      }
      index = end
    }
  }
  return undefined
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text[index - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}

function colonAfter(text: string, end: number): boolean {
  let next = end + 1
  while (text[next] === ' ' || text[next] === '\n' || text[next] === '\r' || text[next] === '\t') next++
  return text[next] === ':'
}
