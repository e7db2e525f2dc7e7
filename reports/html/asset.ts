import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A file beside this one, in the sources and in dist alike. */
export function assetOf(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}

/** How a content security policy names a style sheet or a script of the page itself. */
export function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
