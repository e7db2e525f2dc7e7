import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { HarnessError } from '../core/harness-error.ts'
import { isJsonObject } from '../core/json.ts'
import { didYouMean } from '../core/nearest.ts'
import { TOOL } from '../core/tool.ts'
import type { ConformanceConfig } from './define-config.ts'
import { ENVIRONMENT_NAME, RUN_OPTIONS } from './run-options.ts'

const NAMES = ['conformance.config.ts', 'conformance.config.mts', 'conformance.config.js', 'conformance.config.mjs']

const httpUrl = z.url({ protocol: /^https?$/ })

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** What has no flag; settings with one are checked with the flags. */
const EXTRA: Readonly<Record<string, { readonly expects: string; readonly schema: z.ZodType }>> = {
  credentials: {
    expects: 'an object of `bearer`, `basic: { username, password }` and `apiKeys` by scheme name',
    schema: z.strictObject({
      bearer: z.string().optional(),
      basic: z.strictObject({ username: z.string(), password: z.string() }).optional(),
      apiKeys: z.record(z.string(), z.string()).optional(),
    }),
  },
  domain: {
    expects: 'a list of { field: name or RegExp, values: [at least one value] }',
    schema: z.array(
      z.strictObject({ field: z.union([z.string(), z.instanceof(RegExp)]), values: z.array(scalar).min(1) }),
    ),
  },
  testData: {
    expects: 'an object of lists of texts or numbers, by the name of a pool, parameter or member',
    schema: z.record(z.string(), z.array(z.union([z.string(), z.number()])).min(1)),
  },
  pools: {
    expects:
      'an object of `rename: { old: new }`, `remove: [name]` and `add: [{ pool, producers: [{ operation, from }], consumers: [{ operation, to }] }]`',
    schema: z.strictObject({
      rename: z.record(z.string(), z.string()).optional(),
      remove: z.array(z.string()).optional(),
      add: z
        .array(
          z.strictObject({
            pool: z.string(),
            producers: z.array(z.strictObject({ operation: z.string(), from: z.string() })).optional(),
            consumers: z.array(z.strictObject({ operation: z.string(), to: z.string() })).optional(),
          }),
        )
        .optional(),
    }),
  },
  environments: {
    expects:
      'an object of { baseUrl, identityUrl, hold in milliseconds, rate per second } by name; a name is of lower-case letters, digits and hyphens',
    schema: z.record(
      z.string().regex(ENVIRONMENT_NAME),
      z.strictObject({
        baseUrl: httpUrl,
        identityUrl: httpUrl.optional(),
        hold: z.number().int().min(0).optional(),
        rate: z.number().positive().optional(),
      }),
    ),
  },
  runTag: {
    expects: 'an object of { field: name of a member of request bodies }',
    schema: z.strictObject({ field: z.string().min(1) }),
  },
  productionHosts: {
    expects: 'a list of host names',
    schema: z.array(z.string().regex(/^[\w-]+(\.[\w-]+)*$/)),
  },
}

export interface ConfigFile {
  /** File name, for messages. */
  readonly name: string
  readonly values: Readonly<Record<string, unknown>>
}

/**
 * The config file of a folder, or `undefined`.
 *
 * @throws HarnessError `configuration` when it cannot be loaded, exports no object, or has an unknown key
 */
export async function loadConfigFile(folder: string): Promise<ConfigFile | undefined> {
  const name = NAMES.find((candidate) => existsSync(join(folder, candidate)))
  if (name === undefined) return undefined
  const values = await importDefault(join(folder, name), name)
  const known = [...RUN_OPTIONS.map((option) => option.name), ...Object.keys(EXTRA)]
  for (const [key, value] of Object.entries(values)) {
    if (!known.includes(key)) {
      throw new HarnessError('configuration', `${name}: unknown key "${key}"`, {
        hint: didYouMean(key, known) ?? `Known keys: ${known.join(', ')}.`,
      })
    }
    const extra = EXTRA[key]
    // `undefined` is what is left of `key: condition ? value : undefined`.
    if (extra !== undefined && value !== undefined && !extra.schema.safeParse(value).success) {
      throw new HarnessError('configuration', `${name}: ${key}: expected ${extra.expects}`)
    }
  }
  return { name, values }
}

export type ExtraSettings = Pick<
  ConformanceConfig,
  'credentials' | 'domain' | 'testData' | 'pools' | 'environments' | 'runTag' | 'productionHosts'
>

/** The part of a config file that has no flag. */
export function extraSettings(file: ConfigFile | undefined): ExtraSettings {
  const { credentials, domain, testData, pools, environments, runTag, productionHosts } = (file?.values ??
    {}) as ConformanceConfig
  return {
    ...(credentials && { credentials }),
    ...(domain && { domain }),
    ...(testData && { testData }),
    ...(pools && { pools }),
    ...(environments && { environments }),
    ...(runTag && { runTag }),
    ...(productionHosts && { productionHosts }),
  }
}

/** A config file imports `defineConfig` from this package by name, also where the package is not installed by that name. */
function resolveOwnName(): void {
  const own = new URL(`../index${extname(import.meta.url)}`, import.meta.url).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === TOOL.name ? { url: own, shortCircuit: true } : next(specifier, context),
  })
}

async function importDefault(path: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  resolveOwnName()
  let module: { default?: unknown }
  try {
    module = (await import(pathToFileURL(path).href)) as { default?: unknown }
  } catch (cause) {
    throw new HarnessError('configuration', `${name} cannot be loaded: ${(cause as Error).message}`, { cause })
  }
  if (!isJsonObject(module.default)) {
    throw new HarnessError('configuration', `${name}: expected a default export made with defineConfig({ … })`)
  }
  return module.default
}
