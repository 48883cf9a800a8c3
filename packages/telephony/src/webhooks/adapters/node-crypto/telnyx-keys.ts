import { createPrivateKey, createPublicKey, generateKeyPairSync, KeyObject } from 'node:crypto'

import { InvalidArgumentError } from '@cloudgreet/core'

import { cacheKeys } from './key-cache.ts'

/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410). */
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const keyLength = 32
/** libsodium keeps the seed and the public key together. */
const sodiumLength = 64

/** The key of a base64 text of 32 bytes, as Mission Control shows it; undefined when it is none. */
export const telnyxPublicKeyOf = cacheKeys((text) => {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== keyLength || bytes.toString('base64') !== text) return undefined
  return createPublicKey({ key: Buffer.concat([publicPrefix, bytes]), format: 'der', type: 'spki' })
})

/**
 * @param text - PEM, or base64 of the 32-byte seed, of libsodium's 64 bytes, or of PKCS #8
 * @throws {InvalidArgumentError} when it is no Ed25519 private key
 */
export function parseTelnyxPrivateKey(text: string | KeyObject): KeyObject {
  const key = text instanceof KeyObject ? text : privateKeyOf(text)
  if (key?.type === 'private' && key.asymmetricKeyType === 'ed25519') return key
  throw new InvalidArgumentError('This is not an Ed25519 private key; give PEM, or base64 of the 32-byte seed.')
}

const privateKeyOf = cacheKeys((text) => {
  try {
    if (text.startsWith('-----')) return createPrivateKey(text)
    const bytes = Buffer.from(text, 'base64')
    const isSeed = bytes.length === keyLength || bytes.length === sodiumLength
    const der = isSeed ? Buffer.concat([privatePrefix, bytes.subarray(0, keyLength)]) : bytes
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } catch {
    return undefined
  }
})

/** A new pair for a simulator or a test: base64 of the raw public key, and of the seed. */
export function createTelnyxKeyPair(): { readonly publicKey: string; readonly privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = (der: Buffer) => der.subarray(-keyLength).toString('base64')
  return {
    publicKey: raw(publicKey.export({ format: 'der', type: 'spki' })),
    privateKey: raw(privateKey.export({ format: 'der', type: 'pkcs8' })),
  }
}
