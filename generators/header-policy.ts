/**
 * What is done with a header parameter:
 *
 * - `generate`: a value of its schema
 * - `ignore`: never; the specification says so, or the connection decides it
 * - `avoid`: only where it is required: what a server answers depends on more than the contract says
 */
export type HeaderPolicy = 'generate' | 'ignore' | 'avoid'

/** OpenAPI 3.1 §4.8.12.1: definitions of these SHALL be ignored. */
const DEFINED_ELSEWHERE = ['accept', 'content-type', 'authorization']

/** RFC 9110 and RFC 9112: set by whoever writes the message. */
const FRAMING = [
  'host',
  'content-length',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'cookie',
]

/** Conditions, ranges, codings, methods: a value within the schema changes what is asked for. */
const STEERING = [
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
  'content-encoding',
  'accept-encoding',
  'accept-charset',
  'content-md5',
  'digest',
  'prefer',
  'origin',
  'x-http-method-override',
]

/** The policy for a header by name. */
export function headerPolicy(name: string): HeaderPolicy {
  const lower = name.toLowerCase()
  if (DEFINED_ELSEWHERE.includes(lower) || FRAMING.includes(lower)) return 'ignore'
  return STEERING.includes(lower) ? 'avoid' : 'generate'
}
