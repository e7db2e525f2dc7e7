import type { RunOptions } from './run-options.ts'

/** What `conformance.config.ts` may hold: every flag of `run` under its camel-case name, and what has no flag. */
export interface ConformanceConfig extends Partial<Omit<Mutable<RunOptions>, 'shard'>> {
  /** `i/n`, such as `2/4`. */
  shard?: string
  /** Values that satisfy `security` of the document; secrets belong in the environment, not in a committed file. */
  credentials?: CredentialsConfig
  /** Domain values by field, tried before the built-in ones. */
  domain?: readonly DomainConfigEntry[]
  /** Values that exist on the target, by the name of a pool (`contract links` shows them) or of a parameter or member. */
  testData?: TestData
  /** What the contract does not tell of the ids that operations pass on to each other. */
  pools?: PoolsConfig
  /** Test systems by name, for `--target <name>`; one that is known already is replaced. */
  environments?: Readonly<Record<string, EnvironmentConfig>>
  /** How what a run makes is marked as its own on a target that was not started for it. */
  runTag?: TagConfig
  /** Domains that nothing is ever sent to, beside those that are known; all below them is meant, too. */
  productionHosts?: readonly string[]
}

export interface TagConfig {
  /** Member of request bodies that takes a reference of at most 24 characters: `orderId`. */
  readonly field: string
}

export interface EnvironmentConfig {
  readonly baseUrl: string
  /** Token endpoint; absent: a fixed bearer is sent. */
  readonly identityUrl?: string
  /** Longest time that it holds a poll of something unchanged, milliseconds. */
  readonly hold?: number
  /** Requests per second at most; 5 where absent. */
  readonly rate?: number
}

export type TestData = Readonly<Record<string, readonly (string | number)[]>>

export interface PoolsConfig {
  /** New name by old name; two pools of one name become one. */
  rename?: Record<string, string>
  /** Names of pools that are none. */
  remove?: readonly string[]
  add?: readonly {
    pool: string
    /** `from`: a JSON pointer into the answer (`*` for items), or the name of a header. */
    producers?: readonly { operation: string; from: string }[]
    /** `to`: the name of a parameter, or a JSON pointer into the body. */
    consumers?: readonly { operation: string; to: string }[]
  }[]
}

export interface CredentialsConfig {
  bearer?: string
  basic?: { username: string; password: string }
  /** By name of the security scheme. */
  apiKeys?: Record<string, string>
}

/** Values for the fields whose name matches; each must satisfy the field's own schema or is passed over. */
export interface DomainConfigEntry {
  /** Field name, or a pattern for it. */
  field: string | RegExp
  values: readonly (string | number | boolean)[]
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Gives a config file its types. */
export function defineConfig(config: ConformanceConfig): ConformanceConfig {
  return config
}
