/** How a `format` is checked. `number` formats judge numbers only, `string` formats strings only. */
export type FormatCheck =
  | { readonly type: 'string'; readonly accepts: (value: string) => boolean }
  | { readonly type: 'number'; readonly accepts: (value: number) => boolean }

/**
 * The formats that are judged; all others say nothing. Dates and times are strict RFC 3339, because "2026-02-30" or
 * a time without its offset breaks clients; addresses and references are judged loosely, because implementations
 * rightly differ in them and a false alarm is worse than a miss.
 */
export const formatChecks: ReadonlyMap<string, FormatCheck> = new Map<string, FormatCheck>([
  ['date', text(isDate)],
  ['date-time', text(isDateTime)],
  ['time', text(isTime)],
  ['duration', text(isDuration)],
  ['uuid', text(isUuid)],
  ['guid', text(isUuid)],
  ['email', text(isEmail)],
  ['idn-email', text(isEmail)],
  ['uri', text(isUri)],
  ['iri', text(isUri)],
  ['uri-reference', text(isUriReference)],
  ['iri-reference', text(isUriReference)],
  ['ipv4', text(isIpv4)],
  ['ipv6', text(isIpv6)],
  ['hostname', text(isHostname)],
  ['idn-hostname', text(isHostname)],
  ['byte', text(isBase64)],
  ['base64', text(isBase64)],
  ['base64url', text(isBase64)],
  ['int8', integer(-(2 ** 7), 2 ** 7 - 1)],
  ['int16', integer(-(2 ** 15), 2 ** 15 - 1)],
  ['int32', integer(-(2 ** 31), 2 ** 31 - 1)],
  // JSON numbers arrive as doubles: the largest int64 is read as 2^63, which must pass.
  ['int64', integer(-(2 ** 63), 2 ** 63)],
  ['uint8', integer(0, 2 ** 8 - 1)],
  ['uint16', integer(0, 2 ** 16 - 1)],
  ['uint32', integer(0, 2 ** 32 - 1)],
  ['uint64', integer(0, 2 ** 64)],
  ['float', { type: 'number', accepts: Number.isFinite }],
  ['double', { type: 'number', accepts: Number.isFinite }],
])

function text(accepts: (value: string) => boolean): FormatCheck {
  return { type: 'string', accepts }
}

function integer(least: number, most: number): FormatCheck {
  return { type: 'number', accepts: (value) => Number.isInteger(value) && value >= least && value <= most }
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** RFC 3339 `full-date`, of a day that exists. */
export function isDate(value: string): boolean {
  const match = DATE.exec(value)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const days = month === 2 && isLeapYear(year) ? 29 : (DAYS[month - 1] ?? 0)
  return day >= 1 && day <= days
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

const CLOCK = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(z|[+-]\d{2}:\d{2})?$/i

/** RFC 3339 `date-time`: `T` between date and time, seconds and offset present. */
export function isDateTime(value: string): boolean {
  const separator = value[10]
  if ((separator !== 'T' && separator !== 't') || !isDate(value.slice(0, 10))) return false
  const match = CLOCK.exec(value.slice(11))
  return match !== null && match[3] !== undefined && match[4] !== undefined && isClock(match)
}

/** RFC 3339 `full-time`; an absent offset or absent seconds are let pass, as many APIs mean a local time by it. */
export function isTime(value: string): boolean {
  const match = CLOCK.exec(value)
  return match !== null && isClock(match)
}

function isClock([, hourText, minuteText, secondText = '0', offset = 'Z']: RegExpExecArray): boolean {
  const [hour, minute, second] = [Number(hourText), Number(minuteText), Number(secondText)]
  if (hour > 23 || minute > 59 || second > 60) return false
  const offsetMinutes = minutesOf(offset)
  if (offsetMinutes === undefined) return false
  // A leap second is the last of a UTC day.
  return second < 60 || (hour * 60 + minute - offsetMinutes + 2 * 1440) % 1440 === 1439
}

/** Minutes east of UTC, or `undefined` when the offset does not exist. */
function minutesOf(offset: string): number | undefined {
  if (offset.length === 1) return 0
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4, 6))]
  if (hours > 23 || minutes > 59) return undefined
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

const DURATION =
  /^[+-]?P(?!$)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?W)?(?:\d+(?:[.,]\d+)?D)?(?:T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?$/

function isDuration(value: string): boolean {
  return DURATION.test(value)
}

const UUID = /^(?:urn:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function isUuid(value: string): boolean {
  return UUID.test(value)
}

/** One `@` outside quotes with something on both sides: RFC 5321 and its internationalisation allow nearly anything else. */
function isEmail(value: string): boolean {
  const at = value.lastIndexOf('@')
  if (at < 1 || at === value.length - 1 || value.length > 320) return false
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)]
  if (/[\s@<>,;:\\"()]/.test(domain) && !domain.startsWith('[')) return false
  return local.startsWith('"') ? local.endsWith('"') && local.length > 1 : !/[\s@<>,;]/.test(local)
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i
// oxlint-disable-next-line no-control-regex -- control characters are what must not be there
const NEVER_IN_A_URI = /[\s\u0000-\u001f\u007f]/

/** A scheme and something behind it, nothing that no URI or template has; an http(s) URL must name a host. */
export function isUri(value: string): boolean {
  if (NEVER_IN_A_URI.test(value)) return false
  const scheme = SCHEME.exec(value)?.[0]
  if (scheme === undefined || scheme.length === value.length) return false
  if (!/^https?:$/i.test(scheme)) return true
  // Templates such as `https://{tenant}.example.com/` are common in fields of this format.
  return value.slice(scheme.length).startsWith('//') && (value.includes('{') || URL.canParse(value))
}

/** Any URI reference: what cannot be one has white space or control characters in it, or an authority that does not parse. */
export function isUriReference(value: string): boolean {
  if (NEVER_IN_A_URI.test(value)) return false
  if (value.includes('{')) return true
  return URL.canParse(value, 'http://host.invalid/')
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/

function isIpv4(value: string): boolean {
  return IPV4.test(value)
}

function isIpv6(value: string): boolean {
  const address = value.replace(/%[0-9a-z_.~-]+$/i, '')
  return address.includes(':') && !/[[\]/?#@\s]/.test(address) && URL.canParse(`http://[${address}]/`)
}

/** Labels between dots; letters of any script and underscores are let pass. */
function isHostname(value: string): boolean {
  const labels = value.replace(/\.$/, '').split('.')
  if (value.length > 255) return false
  return labels.every((label) => label.length > 0 && label.length <= 63 && !/[\s/:@?#[\]\\<>"]/.test(label))
}

/** Both alphabets, padded or not, with or without line breaks. */
function isBase64(value: string): boolean {
  const characters = value.replace(/[\r\n]/g, '')
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(characters)) return false
  const digits = characters.replace(/=+$/, '').length
  return digits % 4 !== 1
}
