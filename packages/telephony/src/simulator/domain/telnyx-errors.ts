import type { VendorReply } from '../operation.ts'

export interface TelnyxErrorShape {
  /** Of the refusal, when the code is answered at once. Where Telnyx documents none it is ours. */
  readonly status: VendorReply['status']
  readonly title: string
  readonly detail: string
}

/** Titles as Telnyx's reference has them (developers.telnyx.com, API and messaging error codes). */
const errors: Readonly<Record<string, readonly [status: VendorReply['status'], title: string, detail?: string]>> = {
  '10007': [500, 'Unexpected error'],
  '10009': [401, 'Authentication failed', 'Could not find any usable credentials in the request.'],
  '10010': [403, 'Authorization failed'],
  '10011': [429, 'Too many requests'],
  '10015': [400, 'Bad Request'],
  '20012': [403, 'Account inactive'],
  '20100': [402, 'Insufficient Funds'],
  '40001': [400, 'Not routable', 'The message is a landline or a non-routable number.'],
  '40002': [400, 'Blocked as spam - temporary'],
  '40003': [400, 'Blocked as spam - permanent'],
  '40004': [400, 'Rejected by destination'],
  '40005': [400, 'Message expired during transmission'],
  '40006': [400, 'Recipient server unavailable'],
  '40008': [400, 'Undeliverable'],
  '40010': [400, 'Message sender not 10DLC registered'],
  '40011': [429, 'Exceeded upstream rate limit'],
  '40300': [409, 'Blocked due to STOP message', 'Messages cannot be sent due to an existing block rule.'],
  '40302': [400, 'Message too large'],
  '40305': [400, "Invalid 'from' address"],
  '40309': [400, 'Unable to send to region', 'The destination is not whitelisted on the messaging profile.'],
  '40310': [400, "Invalid 'to' address"],
  '40314': [403, 'Account is disabled'],
  '40318': [429, 'Message queue is full'],
  '40322': [400, 'Message was blocked by content filter'],
  '40329': [400, 'Toll-free number is not verified'],
  '40330': [400, 'Toll-free number is not provisioned'],
  '40333': [403, 'Spend limit reached'],
}

export function findTelnyxError(code: string): TelnyxErrorShape {
  const [status, title, detail = title] = errors[code] ?? ([400, 'Bad Request'] as const)
  return { status, title, detail }
}
