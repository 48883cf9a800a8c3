import { z } from 'zod'

import { InvalidArgumentError } from '../../errors/invalid-argument-error.ts'

declare const brand: unique symbol

/** A normalised email address: the key under which an account exists once. */
export type EmailAddress = string & { readonly [brand]: 'EmailAddress' }

const shape = z.email().max(254)

/**
 * Trims, folds Unicode compatibility forms (NFKC) and lower-cases; dots and plus tags stay as typed.
 *
 * Two spellings that give the same result are the same account.
 */
export function safeParseEmailAddress(text: string): EmailAddress | undefined {
  const normalised = text.trim().normalize('NFKC').toLowerCase()
  return shape.safeParse(normalised).success ? (normalised as EmailAddress) : undefined
}

/** @throws {InvalidArgumentError} when the text is no email address. */
export function parseEmailAddress(text: string): EmailAddress {
  const address = safeParseEmailAddress(text)
  if (address !== undefined) return address
  throw new InvalidArgumentError('This is not an email address; write it like name@example.com.')
}
