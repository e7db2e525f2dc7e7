/** A media type taken apart; names are lower case, parameter values as written (unquoted). */
export interface ParsedMediaType {
  readonly type: string
  readonly subtype: string
  readonly parameters: Readonly<Record<string, string>>
}

/** How a body of a media type is written: what an encoder must do with a JSON value. */
export type BodyKind = 'json' | 'form' | 'multipart' | 'xml' | 'text' | 'binary'

/** Takes a media type or range apart, or `undefined` where it is neither (`json`, an empty string). */
export function parseMediaType(text: string): ParsedMediaType | undefined {
  const [essence = '', ...rest] = text.split(';')
  const match = /^\s*([!#$%&'*+.^_`|~\w-]+)\/([!#$%&'*+.^_`|~\w-]+)\s*$/.exec(essence)
  if (match === null) return undefined
  const parameters: Record<string, string> = {}
  for (const part of rest) {
    const equals = part.indexOf('=')
    if (equals < 1) continue
    const value = part.slice(equals + 1).trim()
    parameters[part.slice(0, equals).trim().toLowerCase()] = value.replace(/^"(.*)"$/, '$1')
  }
  return { type: (match[1] as string).toLowerCase(), subtype: (match[2] as string).toLowerCase(), parameters }
}

/** Type and subtype in lower case, without parameters: `application/json` of `Application/JSON; charset=utf-8`. */
export function essenceOf(text: string): string {
  return (text.split(';', 1)[0] ?? '').trim().toLowerCase()
}

/** Whether it stands for several types: `text/*`, `*` + `/*`, `application/*+json`. */
export function isMediaRange(text: string): boolean {
  return essenceOf(text).includes('*')
}

/** Whether a documented media type or range covers a concrete one; parameters do not count. */
export function mediaTypeMatches(documented: string, concrete: string): boolean {
  const wanted = essenceOf(documented)
  const given = essenceOf(concrete)
  if (wanted === given || wanted === '*/*' || wanted === '*') return true
  if (!wanted.includes('*')) return false
  const pattern = wanted.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')
  return new RegExp(`^${pattern}$`).test(given)
}

/** How a body of this concrete media type is written. */
export function bodyKindOf(mediaType: string): BodyKind {
  const essence = essenceOf(mediaType)
  if (/[/+]json$/.test(essence) || essence === 'text/json') return 'json'
  if (essence === 'application/x-www-form-urlencoded') return 'form'
  if (essence.startsWith('multipart/')) return 'multipart'
  if (/[/+]xml$/.test(essence)) return 'xml'
  if (essence.startsWith('text/')) return 'text'
  return 'binary'
}
