import { createHmac, timingSafeEqual, verify } from 'node:crypto'

import type { SigningGuess } from '../../domain/signing-guesses.ts'
import { toMistake, type OtherSecret, type WebhookMistake } from '../../domain/webhook-diagnosis.ts'
import { telnyxPublicKeyOf } from './telnyx-keys.ts'

/** Bytes that are hashed at most for one diagnosis: some 20 ms of work. */
const mostHashedBytes = 8_388_608
/** Signatures checked at most for one diagnosis. */
const mostChecks = 300
const hmacLength = 32
const ed25519Length = 64

export type GuessSearch = {
  readonly signature: Uint8Array
  readonly guesses: Iterable<SigningGuess>
  /** The keys that the route takes, tried with every guess. */
  readonly keys: readonly string[]
  /** Tried with guesses that need no other mistake. */
  readonly otherSecrets: readonly OtherSecret[]
}

/** The mistakes under which the signature fits one of the secrets; undefined when none does, or the work runs out. */
export function findGuess(search: GuessSearch): readonly WebhookMistake[] | undefined {
  const { signature, guesses, keys, otherSecrets } = search
  let bytesLeft = mostHashedBytes
  let checksLeft = mostChecks
  const fits = ({ parts }: SigningGuess, key: string): boolean => {
    bytesLeft -= parts.reduce((total, part) => total + part.length, 0)
    checksLeft -= 1
    return bytesLeft >= 0 && checksLeft >= 0 && isSignedBy(key, parts, signature)
  }
  for (const guess of guesses) {
    if (keys.some((key) => fits(guess, key))) return guess.mistakes
    const other = otherSecrets.find(({ secret }) => guess.mistakes.length === 0 && fits(guess, secret))
    if (other !== undefined)
      return [
        toMistake('wrong_secret_kind', `The signature fits the value of ${other.kind}, which is no key of this route.`),
      ]
    if (bytesLeft < 0 || checksLeft < 0) return undefined
  }
  return undefined
}

/** By HMAC-SHA-256 or Ed25519, as the length of the signature and the form of the key allow. */
function isSignedBy(key: string, parts: SigningGuess['parts'], signature: Uint8Array): boolean {
  if (signature.length === hmacLength && key !== '') {
    const hmac = createHmac('sha256', key)
    for (const part of parts) hmac.update(part)
    return timingSafeEqual(hmac.digest(), signature)
  }
  const publicKey = signature.length === ed25519Length ? telnyxPublicKeyOf(key) : undefined
  if (publicKey === undefined) return false
  return verify(null, Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))), publicKey, signature)
}
