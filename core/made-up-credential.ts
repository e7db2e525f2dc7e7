/** A token, key or password that nobody issued. */
export const MADE_UP_SECRET = 'conformance-not-a-token'

/** Credentials of the scheme Basic that nobody issued. */
export const MADE_UP_BASIC: string = `Basic ${base64(`conformance:${MADE_UP_SECRET}`)}`

/** A JSON Web Token that says it needs no signature (RFC 7519 §6), so that anyone can write one. */
export const UNSIGNED_TOKEN: string = `${base64url('{"alg":"none"}')}.${base64url('{"sub":"conformance","exp":4102444800}')}.`

const MADE_UP = new Set([MADE_UP_SECRET, UNSIGNED_TOKEN, MADE_UP_BASIC.slice('Basic '.length)])

/**
 * Whether a credential is one of those that invalid requests are made with: it opens nothing, so it is no secret, and a
 * printed command has to show it as it is.
 */
export function isMadeUp(credential: string): boolean {
  return MADE_UP.has(credential)
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}
