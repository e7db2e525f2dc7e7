import { existsSync, readFileSync } from 'node:fs'

/** Name, version and description of this tool, from its package.json. */
export const TOOL: { readonly name: string; readonly version: string; readonly description: string } = readPackage()

function readPackage(): { name: string; version: string; description: string } {
  // One level up from the sources, two from the compiled files.
  const near = new URL('../package.json', import.meta.url)
  const file = existsSync(near) ? near : new URL('../../package.json', import.meta.url)
  const { name, version, description } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  return { name: name ?? '', version: version ?? '', description: description ?? '' }
}
