/**
 * A pattern as an ECMA-262 expression that compiles with the `u` flag, which is how JSON Schema reads it: as written
 * where it does, else with the same meaning (`\-` and `[\w-.]` are only allowed without the flag, `\A` and `/…/` are
 * other languages' spelling), else `undefined`.
 */
export function unicodePattern(pattern: string): string | undefined {
  const known = results.get(pattern)
  if (known !== undefined || results.has(pattern)) return known
  const candidate = candidates(pattern).find(compiles)
  results.set(pattern, candidate)
  return candidate
}

const results = new Map<string, string | undefined>()

function candidates(pattern: string): readonly string[] {
  // Delimiters are another language's, and `^` after a slash matches nothing.
  const delimited = /^\/(\^.*)\/$/s.exec(pattern)?.[1] ?? /^\/(.*\$)\/$/s.exec(pattern)?.[1]
  const bare = delimited ?? pattern
  // Rewritten as text, what only Perl knows would mean something else.
  if (/\[\[:\w+:\]|\\Q|\(\?[>#(]|[*+?}]\+/.test(bare)) return [bare]
  const translated = bare
    .replace(/^\(\?i\)(.*)$/s, '(?i:$1)')
    .replaceAll('(?P<', '(?<')
    .replace(/^\\A/, '^')
    .replace(/\\[zZ]$/, '$')
  return [bare, translated, escapedForUnicode(translated)]
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}

const SYNTAX = /[\^$\\.*+?()[\]{}|/]/

/** Rewrites what the flag forbids: needless escapes, lone braces and brackets, a class next to a hyphen in brackets. */
function escapedForUnicode(pattern: string): string {
  const characters = [...pattern]
  let out = ''
  let inClass = false
  let classStart = 0
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string
    const next = characters[at + 1]
    if (character === '\\' && next !== undefined) {
      out += needlesslyEscaped(next, inClass) ? next : `\\${next}`
      at++
    } else if (!inClass && character === '[') {
      inClass = true
      classStart = at
      out += character
    } else if (inClass && character === ']') {
      inClass = false
      out += character
    } else if (inClass && character === '-' && isBesideClass(characters, at, classStart)) {
      out += '\\-'
    } else if (!inClass && (character === ']' || (character === '}' && !endsQuantifier(out)))) {
      out += `\\${character}`
    } else if (!inClass && character === '{' && !startsQuantifier(characters, at, out)) {
      out += '\\{'
    } else out += character
  }
  return out
}

function needlesslyEscaped(character: string, inClass: boolean): boolean {
  if (/[\p{L}\p{N}]/u.test(character) || SYNTAX.test(character)) return false
  return !(inClass && character === '-')
}

/** Whether one side of a hyphen is a class such as `\w`, which cannot begin or end a range. */
function isBesideClass(characters: readonly string[], at: number, classStart: number): boolean {
  if (at === classStart + 1 || characters[at + 1] === ']') return false
  const before = characters[at - 2] === '\\' && /[dDwWsS]/.test(characters[at - 1] ?? '')
  const after = characters[at + 1] === '\\' && /[dDwWsS]/.test(characters[at + 2] ?? '')
  return before || after
}

function startsQuantifier(characters: readonly string[], at: number, before: string): boolean {
  if (/\\[pPu]$/.test(before)) return true
  return /^\{\d+(?:,\d*)?\}/.test(characters.slice(at, at + 24).join(''))
}

function endsQuantifier(before: string): boolean {
  return /\{\d+(?:,\d*)?$/.test(before) || /\\[pPu]\{[^{}]*$/.test(before)
}
