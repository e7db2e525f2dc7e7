import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { PHASES, type Phase } from '../core/case.ts'

/** Which part of an `n`-way split of the operations this run takes; `index` counts from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** Who operates the payment device: the target's own simulator, a person at the terminal, nobody. */
export const DEVICE_MODES = ['simulator', 'operator', 'none'] as const
export type DeviceMode = (typeof DEVICE_MODES)[number]

export const PROFILES = ['smoke', 'standard', 'deep'] as const
export type Profile = (typeof PROFILES)[number]

export const DEFAULT_PHASES: readonly Phase[] = PHASES
export const SUPPORTED_REPORTS = [
  'terminal',
  'json',
  'junit',
  'allure',
  'html',
  'har',
  'ctrf',
  'wfc',
  'github',
  'markdown',
  'sarif',
] as const
export type ReportName = (typeof SUPPORTED_REPORTS)[number]
/** The others are asked for by name. */
export const DEFAULT_REPORTS: readonly ReportName[] = ['terminal', 'json', 'junit', 'allure', 'html']

/** Most requests spent on making one finding smaller, where `--shrink-budget` does not say. */
export const SHRINK_BUDGET = 100

/** Everything `run` can be told, after flags, environment and config file were merged. */
export interface RunOptions {
  readonly target: string
  readonly identityUrl: string | undefined
  readonly spec: string | undefined
  /** Absent: every suite that the document has the operations for. */
  readonly suite: readonly string[] | undefined
  readonly scenario: readonly string[]
  readonly excludeScenario: readonly string[]
  readonly operation: readonly string[]
  readonly excludeOperation: readonly string[]
  readonly tag: readonly string[]
  readonly excludeTag: readonly string[]
  readonly method: readonly string[]
  readonly excludeMethod: readonly string[]
  readonly phase: readonly Phase[]
  readonly profile: Profile
  readonly cases: number | undefined
  readonly seed: number | undefined
  readonly rate: number | undefined
  readonly workers: number
  readonly shard: Shard
  readonly timeout: number
  /** Longest time that the target holds a poll of something unchanged, milliseconds; absent: what the target says. */
  readonly hold: number | undefined
  /** Absent: a person where the target is an environment, else the target's simulator. */
  readonly device: DeviceMode | undefined
  /** What the target can do beyond the required: conditional scenarios run only where their feature is named. */
  readonly feature: readonly string[] | undefined
  /** Faults of the sandbox that are switched on. */
  readonly fault: readonly string[]
  readonly out: string | undefined
  readonly report: readonly ReportName[]
  readonly baseline: string | undefined
  readonly history: string | undefined
  readonly strict: boolean
  readonly bail: number | undefined
  /** Absent: {@link SHRINK_BUDGET}, and nothing where requests move money on a target that is not for tests alone. */
  readonly shrinkBudget: number | undefined
  readonly cache: boolean
  readonly debug: boolean
  readonly quiet: boolean
  readonly color: boolean
}

/** One setting: its flag, what it accepts from any source (text from flags and environment, values from the file), its default. */
export interface OptionSpec {
  readonly name: keyof RunOptions
  /** As commander writes it: `--cases <n>`. */
  readonly flag: string
  readonly describe: string
  /** Completes "expected …" in an error. */
  readonly expects: string
  readonly schema: z.ZodType
  /** The words that it accepts, where it accepts only words: the nearest is suggested for a mistyped one. */
  readonly choices?: readonly string[]
  readonly defaultValue: unknown
  /** Shown in the help where the default value itself says too little. */
  readonly defaultText?: string
}

const integer = (minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): z.ZodType =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^-?\d+$/)
        .transform(Number),
    ])
    .pipe(z.number().int().min(minimum).max(maximum))

const positive: z.ZodType = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .pipe(z.number().positive())

const bool: z.ZodType = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1'),
])

const text: z.ZodType = z.string().min(1)

const list = (item: z.ZodType = z.string()): z.ZodType =>
  z
    .union([z.array(z.string()), z.string().transform((value) => value.split(',').map((part) => part.trim()))])
    .transform((items) => items.filter((part) => part !== ''))
    .pipe(z.array(z.string().pipe(item as z.ZodType<unknown, string>)).min(1))

const shard: z.ZodType = z
  .string()
  .regex(/^[1-9]\d*\/[1-9]\d*$/)
  .transform((value) => {
    const [index = 1, count = 1] = value.split('/').map(Number)
    return { index, count }
  })
  .refine(({ index, count }) => index <= count)

const filter = (name: 'operation' | 'tag' | 'method' | 'scenario', what: string): readonly OptionSpec[] => {
  const excluded = `exclude${name[0]?.toUpperCase()}${name.slice(1)}` as 'excludeOperation'
  const expects = 'a comma list, `*` matches any run of characters'
  return [
    { name, flag: `--${name} <list>`, describe: `only these ${what}`, expects, schema: list(), defaultValue: [] },
    {
      name: excluded,
      flag: `--exclude-${name} <list>`,
      describe: `all but these ${what}`,
      expects,
      schema: list(),
      defaultValue: [],
    },
  ]
}

/** Names of environments; `sandbox` and `prism` are taken. */
export const ENVIRONMENT_NAME: RegExp = /^(?!(?:sandbox|prism)$)[a-z][a-z0-9-]*$/

/** The settings of `run`, in the order of the help. */
export const RUN_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'target',
    flag: '--target <target>',
    describe: 'where requests go: sandbox or prism (started for the run), an environment such as uat, or a base URL',
    expects:
      '`sandbox`, `prism`, the name of an environment such as `uat`, or a base URL such as http://127.0.0.1:4010/v1',
    schema: z
      .string()
      .refine(
        (value) =>
          value === 'sandbox' ||
          value === 'prism' ||
          ENVIRONMENT_NAME.test(value) ||
          (URL.canParse(value) && /^https?:/.test(value)),
      ),
    defaultValue: undefined,
    defaultText: 'sandbox; prism where --spec names another document',
  },
  {
    name: 'identityUrl',
    flag: '--identity-url <url>',
    describe: 'token endpoint; none sends a fixed bearer',
    expects: 'a URL, or `none`',
    schema: z.string().refine((value) => value === 'none' || (URL.canParse(value) && /^https?:/.test(value))),
    defaultValue: undefined,
    defaultText: 'that of the target, else none',
  },
  {
    name: 'spec',
    flag: '--spec <file>',
    describe: 'OpenAPI document, a path or URL',
    expects: 'a path or URL',
    schema: text,
    defaultValue: undefined,
    defaultText: 'the packaged Payroc document',
  },
  {
    name: 'suite',
    flag: '--suite <list>',
    describe: 'suites to run: operations, or suites of scenarios',
    expects: 'a comma list of suite names',
    schema: list(),
    defaultValue: undefined,
    defaultText: 'all',
  },
  ...filter('operation', 'operation ids'),
  ...filter('tag', 'tags'),
  ...filter('method', 'HTTP methods'),
  ...filter('scenario', 'scenario ids'),
  {
    name: 'phase',
    flag: '--phase <list>',
    describe: 'phases of the operation suite',
    expects: `a comma list of: ${PHASES.join(', ')}`,
    schema: list(z.enum(PHASES)),
    choices: PHASES,
    defaultValue: [...DEFAULT_PHASES],
    defaultText: DEFAULT_PHASES.join(','),
  },
  {
    name: 'profile',
    flag: '--profile <name>',
    describe: 'how much to send',
    expects: `one of: ${PROFILES.join(', ')}`,
    schema: z.enum(PROFILES),
    choices: PROFILES,
    defaultValue: 'standard',
  },
  {
    name: 'cases',
    flag: '--cases <n>',
    describe: 'random cases per operation',
    expects: 'an integer from 0',
    schema: integer(0, 10_000_000),
    defaultValue: undefined,
    defaultText: 'by profile',
  },
  {
    name: 'seed',
    flag: '--seed <n>',
    describe: 'run seed; the same seed sends the same requests',
    expects: 'an integer from 0 to 2147483647',
    schema: integer(0, 0x7fffffff),
    defaultValue: undefined,
    defaultText: 'random',
  },
  {
    name: 'rate',
    flag: '--rate <n>',
    describe: 'requests per second at most',
    expects: 'a number above 0',
    schema: positive,
    defaultValue: undefined,
    defaultText: 'unlimited on loopback, else 5',
  },
  {
    name: 'workers',
    flag: '--workers <n>',
    describe: 'cases in flight at a time',
    expects: 'an integer from 1 to 256',
    schema: integer(1, 256),
    defaultValue: availableParallelism(),
    defaultText: 'cores',
  },
  {
    name: 'shard',
    flag: '--shard <i/n>',
    describe: 'this part of a stable n-way split of the operations',
    expects: '`i/n` with i from 1 to n, such as 2/4',
    schema: shard,
    defaultValue: { index: 1, count: 1 },
    defaultText: '1/1',
  },
  {
    name: 'timeout',
    flag: '--timeout <ms>',
    describe: 'milliseconds to wait for one response',
    expects: 'an integer of milliseconds from 1',
    schema: integer(1, 3_600_000),
    defaultValue: 30_000,
  },
  {
    name: 'hold',
    flag: '--hold <ms>',
    describe: 'milliseconds for which the target holds a poll of something unchanged',
    expects: 'an integer of milliseconds from 0',
    schema: integer(0, 600_000),
    defaultValue: undefined,
    defaultText: 'what the target says, else 60000',
  },
  {
    name: 'device',
    flag: '--device <mode>',
    describe: 'who operates the payment device: a simulator, a person who is asked on the terminal, none',
    expects: `one of: ${DEVICE_MODES.join(', ')}`,
    schema: z.enum(DEVICE_MODES),
    choices: DEVICE_MODES,
    defaultValue: undefined,
    defaultText: 'operator for an environment such as uat, else simulator',
  },
  {
    name: 'feature',
    flag: '--feature <list>',
    describe: 'features of the target, for conditional scenarios',
    expects: 'a comma list of feature names',
    schema: list(),
    defaultValue: undefined,
    defaultText: 'all on a sandbox or mock; else those are tried whose lack shows as a refusal',
  },
  {
    name: 'fault',
    flag: '--fault <list>',
    describe: 'faults of the sandbox to switch on, to see what is found (sandbox --list-faults)',
    expects: 'a comma list of names that `sandbox --list-faults` prints',
    schema: list(),
    defaultValue: [],
  },
  {
    name: 'out',
    flag: '--out <folder>',
    describe: 'run folder',
    expects: 'a folder',
    schema: text,
    defaultValue: undefined,
    defaultText: '.conformance/<run id>',
  },
  {
    name: 'report',
    flag: '--report <list>',
    describe: 'reports to write',
    expects: `a comma list of: ${SUPPORTED_REPORTS.join(', ')}`,
    schema: list(z.enum(SUPPORTED_REPORTS)),
    choices: SUPPORTED_REPORTS,
    defaultValue: [...DEFAULT_REPORTS],
    defaultText: DEFAULT_REPORTS.join(','),
  },
  {
    name: 'baseline',
    flag: '--baseline <file>',
    describe: 'known findings; only what is new or expired fails',
    expects: 'a file',
    schema: text,
    defaultValue: undefined,
    defaultText: 'none',
  },
  {
    name: 'history',
    flag: '--history <folder>',
    describe: 'folder of earlier runs: says since when each finding is there',
    expects: 'a folder',
    schema: text,
    defaultValue: undefined,
    defaultText: 'none',
  },
  {
    name: 'strict',
    flag: '--strict',
    describe: 'warnings, and known findings that no longer happen, fail too',
    expects: 'true or false',
    schema: bool,
    defaultValue: false,
  },
  {
    name: 'shrinkBudget',
    flag: '--shrink-budget <n>',
    describe: 'requests spent on making one finding smaller; 0 shows it as it was sent',
    expects: 'an integer from 0',
    schema: integer(0, 1_000_000),
    defaultValue: undefined,
    defaultText: `${SHRINK_BUDGET}`,
  },
  {
    name: 'bail',
    flag: '--bail <n>',
    describe: 'stop after n findings',
    expects: 'an integer from 1',
    schema: integer(1),
    defaultValue: undefined,
    defaultText: 'never',
  },
  {
    name: 'cache',
    flag: '--no-cache',
    describe: 'compile the document anew',
    expects: 'true or false',
    schema: bool,
    defaultValue: true,
  },
  {
    name: 'debug',
    flag: '--debug',
    describe: 'stack traces for errors',
    expects: 'true or false',
    schema: bool,
    defaultValue: false,
  },
  {
    name: 'quiet',
    flag: '--quiet',
    describe: 'no progress, only the verdict',
    expects: 'true or false',
    schema: bool,
    defaultValue: false,
  },
  {
    name: 'color',
    flag: '--no-color',
    describe: 'plain output',
    expects: 'true or false',
    schema: bool,
    defaultValue: true,
  },
]
