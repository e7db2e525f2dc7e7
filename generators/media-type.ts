import { essenceOf, isMediaRange, parseMediaType } from '../core/media-type.ts'

const BY_TYPE: Readonly<Record<string, string>> = {
  '*': 'application/json',
  application: 'application/json',
  text: 'text/plain',
  image: 'image/png',
  audio: 'audio/mpeg',
  video: 'video/mp4',
  multipart: 'multipart/form-data',
}

/** The media type to send where a document may name a range; `undefined` where it names neither. */
export function concreteMediaType(documented: string): string | undefined {
  if (essenceOf(documented) === '*') return 'application/json'
  const parsed = parseMediaType(documented)
  if (parsed === undefined) return undefined
  if (!isMediaRange(documented)) return documented
  if (parsed.subtype.endsWith('+xml')) return 'application/xml'
  return parsed.subtype.endsWith('+json') ? 'application/json' : (BY_TYPE[parsed.type] ?? 'application/octet-stream')
}
