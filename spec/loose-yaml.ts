import { createRequire } from 'node:module'
import type * as yaml from 'yaml'

type Yaml = typeof yaml

let loaded: Yaml | undefined

/**
 * The lenient YAML parser, loaded when a document first needs it: it takes longer to load than most documents, and few
 * need it.
 */
export function looseYaml(): Yaml {
  // A cast: what the package exports is its type.
  loaded ??= createRequire(import.meta.url)('yaml') as Yaml
  return loaded
}
