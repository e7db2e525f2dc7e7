/** A pattern that cannot be compiled or generated from, and why. */
export class UnsupportedPattern extends Error {
  readonly pattern: string
  readonly reason: string

  constructor(pattern: string, reason: string) {
    super(`The pattern ${JSON.stringify(pattern)} is not supported: ${reason}`)
    this.name = 'UnsupportedPattern'
    this.pattern = pattern
    this.reason = reason
  }
}

const compiled = new Map<string, RegExp | undefined>()

/**
 * The regular expression of a `pattern` keyword: with the `u` flag as JSON Schema says, without it where the pattern is
 * valid only so (many contracts escape what needs no escape), `undefined` where it is no ECMA-262 pattern at all.
 */
export function expressionOf(pattern: string): RegExp | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern)
  const expression =
    compile(pattern, 'u') ??
    (isForeign(pattern) ? undefined : (compile(withoutNeedlessEscapes(pattern), 'u') ?? compile(pattern, '')))
  compiled.set(pattern, expression)
  return expression
}

/** Whether a value matches; a pattern that is no regular expression constrains nothing. */
export function matchesPattern(pattern: string, value: string): boolean {
  return expressionOf(pattern)?.test(value) ?? true
}

/** Why a pattern has no expression, in words. */
export function reasonOf(pattern: string): string {
  if (/\\[AZz]/.test(pattern)) return String.raw`\A, \Z and \z are not ECMA-262 (use ^ and $)`
  if (/\[\[:\w+:\]/.test(pattern)) return 'POSIX classes such as [[:alpha:]] are not ECMA-262'
  if (/^\(\?[a-z]+\)/i.test(pattern)) return 'inline flags such as (?i) are not ECMA-262'
  if (/[+*?}]\+/.test(pattern)) return 'possessive quantifiers are not ECMA-262'
  try {
    new RegExp(pattern, 'u')
    return 'it is no regular expression'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function compile(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags)
  } catch {
    return undefined
  }
}

/** `\_`, `\@` and the like mean the character itself without the `u` flag, and are refused with it. */
function withoutNeedlessEscapes(pattern: string): string {
  return pattern.replace(/\\([\s\S])/gu, (escape, character: string) =>
    /[ !"#%&',:;<=>@_`~]/.test(character) ? character : escape,
  )
}

/** Constructs of other dialects that compile without the `u` flag, but then mean something else. */
function isForeign(pattern: string): boolean {
  const unescaped = pattern.replaceAll('\\\\', '')
  return /\\[AZzQEGhRXK]/.test(unescaped) || /\[\[:\^?\w+:\]/.test(unescaped)
}
