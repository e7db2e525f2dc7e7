/** How a sandbox behaves where the API's documentation leaves it open; every member has a default. */
export interface SandboxOptions {
  /** 0 takes a free one. */
  readonly port?: number
  readonly identityPort?: number
  /** Longest time that a poll of an unfinished instruction is held, milliseconds. */
  readonly hold?: number
  /** Time a device takes to carry out an instruction, milliseconds. */
  readonly deviceDelay?: number
  /** Decides every id and token. */
  readonly seed?: number
  /** Names of the faults that are switched on. */
  readonly faults?: readonly string[]
  /** Keys that `/authorize` accepts. */
  readonly apiKeys?: readonly ApiKey[]
  /** Life of an access token, seconds. */
  readonly tokenLife?: number
  /** Longest request body, bytes. */
  readonly bodyLimit?: number
  /** Life of an idempotency key, milliseconds. */
  readonly keyLife?: number
  /** Keys that are remembered at most. */
  readonly keyLimit?: number
  /** Ids of processing terminals that exist beside those of the documentation. */
  readonly terminals?: readonly string[]
  /** HTTP status for what the state of a payment, link or subscription does not allow; the documentation names none. */
  readonly wrongStateStatus?: 400 | 409
  /** Percentage that the merchant adds to credit card payments. */
  readonly surchargePercentage?: number
  /** Amounts that end in 10 are approved in part, as UAT has no documented way to ask for that. */
  readonly partialApprovals?: boolean
  /** How long a pre-authorization can be captured, milliseconds. */
  readonly preAuthorizationLife?: number
  /** Whether a subscription may start on a day that is over, as in the contract's own example. */
  readonly pastStartDates?: boolean
  /** Automatic payments in a row that are refused before a subscription is suspended. */
  readonly missedPayments?: number
  /** Whether terminals may give money back without a payment; 403 where not. */
  readonly unreferencedRefunds?: boolean
  /** How long Payroc takes to review a pricing intent, milliseconds. */
  readonly reviewTime?: number
  /** What an account of a funding recipient may be used for: what the schema allows, or what its description says. */
  readonly recipientAccountUse?: 'any' | 'credit'
  /** Time that a funding instruction spends in each of its states, milliseconds. */
  readonly fundingStep?: number
  /** Time between two attempts to deliver an event, milliseconds. */
  readonly webhookRetryDelay?: number
  /** Whether a second subscription to the same events at the same receiver is refused. */
  readonly uniqueEventSubscriptions?: boolean
  /** How long Payroc takes to approve a processing account, milliseconds. */
  readonly underwritingTime?: number
  /** Where state is read from at the start, and written at the end. */
  readonly stateFile?: string
  /** Folder of compiled contracts. */
  readonly cacheDir?: string
  /** Key and certificate: both servers speak TLS. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Told of every answer, one line each. */
  readonly onLog?: (line: string) => void
}

/** A key of the sandbox and what it may do. */
export interface ApiKey {
  readonly key: string
  /** Names of areas (tags in lower case, with hyphens); absent: all of them. */
  readonly scopes?: readonly string[]
}

/** {@link SandboxOptions} with every default filled in. */
export type Settings = Readonly<
  Required<Omit<SandboxOptions, 'stateFile' | 'cacheDir' | 'tls' | 'onLog' | 'faults' | 'port' | 'identityPort'>>
>

/** The key of a sandbox that was given none. It opens nothing but a sandbox, so it is no secret. */
export const DEFAULT_API_KEY = 'sandbox-api-key'

/** The same, for a client that may take payments and nothing else. */
export const LIMITED_API_KEY = 'sandbox-limited-api-key'

const ONE_DAY = 24 * 60 * 60 * 1000
const SEVEN_DAYS = 7 * ONE_DAY

/** Fills in the defaults. */
export function settingsOf(options: SandboxOptions): Settings {
  return {
    hold: options.hold ?? 60_000,
    deviceDelay: options.deviceDelay ?? 250,
    seed: options.seed ?? 1,
    apiKeys: options.apiKeys ?? [{ key: DEFAULT_API_KEY }, { key: LIMITED_API_KEY, scopes: ['payments'] }],
    tokenLife: options.tokenLife ?? 3_600,
    bodyLimit: options.bodyLimit ?? 1_048_576,
    keyLife: options.keyLife ?? SEVEN_DAYS,
    keyLimit: options.keyLimit ?? 20_000,
    terminals: options.terminals ?? [],
    wrongStateStatus: options.wrongStateStatus ?? 409,
    surchargePercentage: options.surchargePercentage ?? 0,
    partialApprovals: options.partialApprovals ?? false,
    preAuthorizationLife: options.preAuthorizationLife ?? SEVEN_DAYS,
    pastStartDates: options.pastStartDates ?? true,
    missedPayments: options.missedPayments ?? 3,
    unreferencedRefunds: options.unreferencedRefunds ?? true,
    reviewTime: options.reviewTime ?? ONE_DAY,
    recipientAccountUse: options.recipientAccountUse ?? 'any',
    fundingStep: options.fundingStep ?? 60 * 60 * 1000,
    webhookRetryDelay: options.webhookRetryDelay ?? 60 * 1000,
    uniqueEventSubscriptions: options.uniqueEventSubscriptions ?? false,
    underwritingTime: options.underwritingTime ?? ONE_DAY,
  }
}
