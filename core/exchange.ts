/** What a secret is, and so which shell variable stands for it in a printed curl. */
export type SecretKind =
  | 'access-token'
  | 'api-key'
  | 'webhook-secret'
  | 'card-number'
  | 'card-security-code'
  | 'track-data'
  | 'account-number'
  | 'routing-number'
  | 'tax-id'
  | 'personal-id'
  | 'credential'

/** Where a value was replaced. The replacement has the length and character classes of the original, so that checks still judge its form. */
export interface Redaction {
  readonly kind: SecretKind
  /** Header name in lower case, query parameter name, path parameter position, or JSON pointer into the body. */
  readonly at:
    | { readonly part: 'request-header' | 'response-header'; readonly name: string }
    | { readonly part: 'url' }
    | { readonly part: 'request-body' | 'response-body'; readonly pointer: string }
}

/** Header fields in wire order, names as sent or received. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

/** A body as recorded: after redaction, cut at the cap. */
export interface RecordedBody {
  /** `text` when the bytes are valid UTF-8, else `base64`. */
  readonly encoding: 'text' | 'base64'
  readonly content: string
  /** Bytes on the wire, before any cut. */
  readonly bytes: number
  readonly truncated: boolean
  /** The content coding that the message names and the body is not in; the content is as it came then. */
  readonly undecoded?: string
}

export interface RecordedRequest {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
  readonly body?: RecordedBody
}

export interface RecordedResponse {
  readonly kind: 'response'
  readonly status: number
  readonly headers: HeaderList
  readonly body?: RecordedBody
}

/** No response is a fact about the target, not an exception. */
export interface NoResponse {
  readonly kind: 'no-response'
  readonly cause: 'timeout' | 'refused' | 'reset' | 'name-not-resolved' | 'tls' | 'protocol' | 'aborted' | 'blocked'
  readonly message: string
}

export interface Timings {
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly durationMs: number
  /** Until the response headers; absent without a response. */
  readonly firstByteMs?: number
}

/** One request as sent and what came of it; secrets are already replaced. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly outcome: RecordedResponse | NoResponse
  readonly timings: Timings
  /** 1 for the first attempt. */
  readonly attempt: number
  readonly redactions: readonly Redaction[]
  /** Values of the request that the response repeats although they are secret, by kind (never the value). */
  readonly echoedSecrets: readonly SecretKind[]
}

/** The first value of a header, by case-insensitive name. */
export function headerOf(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([candidate]) => candidate.toLowerCase() === wanted)?.[1]
}
