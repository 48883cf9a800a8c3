import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

import { InvalidArgumentError } from '../../errors/invalid-argument-error.ts'

declare const brand: unique symbol

/** A telephone number in E.164: `+18005550100`. */
export type PhoneNumber = string & { readonly [brand]: 'PhoneNumber' }

/** The +1 codes whose calls the called party pays for (47 CFR 52.101(e)). */
const tollFreeCodes = new Set(['800', '833', '844', '855', '866', '877', '888'])

/**
 * Reads a number as a person in the US types it, or in E.164.
 *
 * Only the shape is judged (length and country), not whether the number is in service.
 */
export function safeParsePhoneNumber(text: string): PhoneNumber | undefined {
  const parsed = parsePhoneNumberFromString(text.trim(), { defaultCountry: 'US', extract: false })
  return parsed?.isPossible() ? (parsed.number as string as PhoneNumber) : undefined
}

/** @throws {InvalidArgumentError} when the text is no telephone number. */
export function parsePhoneNumber(text: string): PhoneNumber {
  const number = safeParsePhoneNumber(text)
  if (number !== undefined) return number
  throw new InvalidArgumentError('This is not a telephone number; write it like +1 800 555 0100.')
}

export function isTollFree(number: PhoneNumber): boolean {
  return number.startsWith('+1') && tollFreeCodes.has(number.slice(2, 5))
}

/** `+1•••••••0100`: fit for logs, where a whole number never stands. */
export function maskPhoneNumber(number: string): string {
  return `${number.slice(0, 2)}${'•'.repeat(Math.max(0, number.length - 6))}${number.slice(-4)}`
}
