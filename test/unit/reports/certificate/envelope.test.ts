import { generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  envelopeText,
  IN_TOTO_TYPE,
  openEnvelope,
  preAuthEncoding,
  seal,
} from '../../../../reports/certificate/envelope.ts'
import { keyIdOf } from '../../../../reports/certificate/key.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')

it('encodes what is signed as the DSSE specification does in its example', () => {
  const encoded = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'))

  expect(encoded.toString('latin1')).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
})

it('counts bytes, not characters, in what is signed', () => {
  expect(preAuthEncoding('é', Buffer.from('ü€')).toString()).toBe('DSSEv1 2 é 5 ü€')
})

it('signs so that any Ed25519 implementation verifies the encoded payload', () => {
  const { payload, payloadType, signatures } = seal(Buffer.from('{}'), IN_TOTO_TYPE, privateKey)

  const signed = Buffer.from(`DSSEv1 28 application/vnd.in-toto+json 2 {}`)
  expect([payload, payloadType]).toEqual(['e30=', 'application/vnd.in-toto+json'])
  expect(signatures[0]?.keyid).toBe(keyIdOf(publicKey))
  expect(verify(null, signed, publicKey, Buffer.from(signatures[0]?.sig ?? '', 'base64'))).toBe(true)
})

describe('an envelope that was sealed', () => {
  const text = envelopeText(seal(Buffer.from('{"a":"payload"}'), IN_TOTO_TYPE, privateKey))

  it('opens with the public key', () => {
    expect(openEnvelope(text, IN_TOTO_TYPE, publicKey)).toEqual({
      kind: 'sealed',
      payload: Buffer.from('{"a":"payload"}'),
    })
  })

  it('does not open after any one of its bytes was changed, in any of three ways', () => {
    const opened: number[] = []
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at++) {
      for (const change of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(bytes)
        changed[at] = (bytes[at] ?? 0) ^ change
        if (openEnvelope(changed.toString('utf8'), IN_TOTO_TYPE, publicKey).kind === 'sealed') opened.push(at)
      }
    }

    expect(opened).toEqual([])
  })

  it.each([
    ['another key', text, 'it names the key'],
    ['no envelope', '[]', 'it is no DSSE envelope'],
    ['no JSON', 'x', 'it is no DSSE envelope'],
    ['another type', text.replace('in-toto', 'other'), 'its payload is said to be application/vnd.other+json'],
    ['two signatures', text.replace(/(\{\s+"keyid"[^}]+\})/, '$1, $1'), 'it must have exactly one signature'],
  ])('does not open with %s, and says so', (what, given, problem) => {
    const key = what === 'another key' ? generateKeyPairSync('ed25519').publicKey : publicKey

    const opened = openEnvelope(given, IN_TOTO_TYPE, key)

    expect(opened.kind === 'broken' ? opened.problem : opened.kind).toContain(problem)
  })
})
