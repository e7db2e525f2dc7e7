import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import process from 'node:process'
import { parseEnv } from 'node:util'

/** Environment variables by name; the only reader of `process.env` in the project. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The process environment over the `.env` file of a folder: what is really set wins, as with Node's `--env-file`. */
export function readEnvironment(folder: string = process.cwd()): Environment {
  return { ...dotEnv(folder), ...process.env }
}

/** The name under which a setting is read: `identityUrl` is `CONFORMANCE_IDENTITY_URL`. */
export function environmentName(option: string): string {
  return `CONFORMANCE_${option.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}

/** The user's cache directory for this tool, by the platform's convention. */
export function cacheDirectory(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  const { XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: localData } = environment
  // The XDG specification has an empty or relative path ignored.
  const base = isAbsolute(xdg) ? xdg : platformCache(platform, localData)
  return resolve(base, 'payroc-conformance')
}

function platformCache(platform: NodeJS.Platform, localData: string | undefined): string {
  switch (platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Caches')
    case 'win32':
      return localData ?? join(homedir(), 'AppData', 'Local')
    default:
      return join(homedir(), '.cache')
  }
}

function dotEnv(folder: string): Environment {
  try {
    return parseEnv(readFileSync(join(folder, '.env'), 'utf8'))
  } catch {
    return {}
  }
}
