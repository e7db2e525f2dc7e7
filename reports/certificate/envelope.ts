import { sign, verify, type KeyObject } from 'node:crypto'
import { isJsonObject } from '../../core/json.ts'
import { keyIdOf } from './key.ts'

/** A signed payload as the Dead Simple Signing Envelope (DSSE) 1.0 writes it. */
export interface Envelope {
  readonly payload: string
  readonly payloadType: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

/** The media type of in-toto statements, in a DSSE envelope. */
export const IN_TOTO_TYPE = 'application/vnd.in-toto+json'

/** The bytes that are signed: type and payload with their lengths, so that neither can be taken for the other (DSSE, PAE). */
export function preAuthEncoding(payloadType: string, payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.byteLength} `
  return Buffer.concat([Buffer.from(head, 'utf8'), payload])
}

/** A payload in an envelope with one signature. */
export function seal(payload: Buffer, payloadType: string, key: KeyObject): Envelope {
  const signature = sign(null, preAuthEncoding(payloadType, payload), key)
  return {
    payload: payload.toString('base64'),
    payloadType,
    signatures: [{ keyid: keyIdOf(key), sig: signature.toString('base64') }],
  }
}

/** An envelope as it stands in a file. */
export function envelopeText(envelope: Envelope): string {
  return `${JSON.stringify(envelope, null, 2)}\n`
}

export type Opened =
  | { readonly kind: 'sealed'; readonly payload: Buffer }
  /** `problem` is one sentence. */
  | { readonly kind: 'broken'; readonly problem: string }

/** The payload of an envelope that this key has signed; what was changed in any of its bytes is refused. */
export function openEnvelope(text: string, payloadType: string, key: KeyObject): Opened {
  const envelope = parsed(text)
  if (envelope === undefined) return broken('it is no DSSE envelope')
  const [signature, ...others] = envelope.signatures
  if (signature === undefined || others.length > 0) return broken('it must have exactly one signature')
  if (envelope.payloadType !== payloadType) {
    return broken(`its payload is said to be ${envelope.payloadType}, expected ${payloadType}`)
  }
  const wanted = keyIdOf(key)
  if (signature.keyid !== wanted) return broken(`it names the key ${signature.keyid}, and the key given is ${wanted}`)
  const [payload, sig] = [decoded(envelope.payload), decoded(signature.sig)]
  if (payload === undefined || sig === undefined) return broken('its payload or signature is no proper base64')
  if (!verify(null, preAuthEncoding(payloadType, payload), key, sig))
    return broken('the signature does not fit the payload')
  // What no signature covers, such as the space between members, must not hide a change.
  if (envelopeText(envelope) !== text) return broken('it is not written as it was when it was signed')
  return { kind: 'sealed', payload }
}

function broken(problem: string): Opened {
  return { kind: 'broken', problem }
}

function parsed(text: string): Envelope | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isJsonObject(value)) return undefined
  const { payload, payloadType, signatures } = value
  if (typeof payload !== 'string' || typeof payloadType !== 'string' || !Array.isArray(signatures)) return undefined
  const read = signatures.map((signature) =>
    isJsonObject(signature) && typeof signature['keyid'] === 'string' && typeof signature['sig'] === 'string'
      ? { keyid: signature['keyid'], sig: signature['sig'] }
      : undefined,
  )
  const known = read.filter((signature) => signature !== undefined)
  return known.length === read.length ? { payload, payloadType, signatures: known } : undefined
}

/** Base64 in its one proper spelling: Node reads others, too. */
function decoded(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
