import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
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

/** The user's cache directory for this tool, by platform convention. */
export function cacheDirectory(environment: Environment): string {
  const base =
    environment['XDG_CACHE_HOME'] ??
    (process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Caches')
      : process.platform === 'win32'
        ? (environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'))
        : join(homedir(), '.cache'))
  return resolve(base, 'payroc-conformance')
}

function dotEnv(folder: string): Environment {
  try {
    return parseEnv(readFileSync(join(folder, '.env'), 'utf8'))
  } catch {
    return {}
  }
}
