import type { DeliveryFailure } from '@cloudgreet/core/contract'

type Explanation = Omit<DeliveryFailure, 'providerCode'>

const optedOut: Explanation = {
  code: 'recipient_opted_out',
  class: 'terminal_opt_out',
  text: 'This person has opted out of texts from you.',
  nextAction: 'Do not text them. They can opt in again by texting START to your number.',
}
const unreachable: Explanation = {
  code: 'recipient_unreachable',
  class: 'never',
  text: 'This number cannot receive texts.',
  nextAction: 'Check the number, or call instead: it may be a landline.',
}
const rejected: Explanation = {
  code: 'recipient_rejected',
  class: 'never',
  text: "The recipient's carrier refused the text.",
  nextAction: 'Call instead.',
}
const blockedAsSpam: Explanation = {
  code: 'blocked_as_spam',
  class: 'never',
  text: 'A carrier took the text for spam and blocked it.',
  nextAction: 'Do not send it again as it is. Leave out links, capitals and anything that reads like advertising.',
}
const notDelivered: Explanation = {
  code: 'recipient_unavailable',
  class: 'retry_later',
  text: 'The phone could not be reached.',
  nextAction: 'Try again later.',
}
const expired: Explanation = {
  code: 'delivery_expired',
  class: 'retry_later',
  text: 'The text was not delivered in time.',
  nextAction: 'Send it again if it still matters.',
}
const tooFast: Explanation = {
  code: 'upstream_rate_limited',
  class: 'retry_later',
  text: 'Too many texts at once.',
  nextAction: 'Wait a little and send again.',
}
const badText: Explanation = {
  code: 'message_refused',
  class: 'never',
  text: 'The provider cannot send this text.',
  nextAction: 'Change the text: it is empty, too long, or holds what cannot be sent.',
}
const badSender: Explanation = {
  code: 'sender_not_usable',
  class: 'fix_configuration',
  text: 'Your number cannot send this text.',
  nextAction: 'Ask support to check the number and its messaging profile.',
}
const notVerified: Explanation = {
  code: 'sender_not_verified',
  class: 'fix_configuration',
  text: 'Your toll-free number is not verified for texts yet.',
  nextAction: 'Wait until the verification is done, or ask support how far it is.',
}
const regionNotAllowed: Explanation = {
  code: 'region_not_allowed',
  class: 'fix_configuration',
  text: 'Texts to this country are not switched on.',
  nextAction: 'Ask support to allow the country, or call instead.',
}
const accountBlocked: Explanation = {
  code: 'provider_account_blocked',
  class: 'fix_configuration',
  text: 'The account at the provider cannot send texts now.',
  nextAction: 'Ask support: the account is out of funds, over its limit, or switched off.',
}
const unauthorized: Explanation = {
  code: 'upstream_unauthorized',
  class: 'fix_configuration',
  text: 'The provider did not accept our credentials.',
  nextAction: 'Ask support to check the API key.',
}
const failed: Explanation = {
  code: 'upstream_failed',
  class: 'retry_later',
  text: 'The provider failed.',
  nextAction: 'Try again later.',
}
const unknown: Explanation = {
  code: 'upstream_refused',
  class: 'never',
  text: 'The provider refused the text.',
  nextAction: 'Call instead, and tell support the code.',
}
const noFinalEvent: Explanation = {
  code: 'no_final_event',
  class: 'never',
  text: 'The provider never said whether the text arrived.',
  nextAction: 'Ask the person before you send it again.',
}

/**
 * Telnyx's codes (developers.telnyx.com, API error codes and messaging error codes). Which may be tried again follows
 * its retry advice: by itself only 40006 and 40008; 40002, 40005, 40011, 40014 and 40318 after a cause has gone.
 */
const explanations: Readonly<Record<string, Explanation>> = {
  ...each(['10004', '10015', '10027', '40302', '40304', '40316', '40317', '40009'], badText),
  ...each(['10009', '10010'], unauthorized),
  ...each(['10011', '40011', '40318'], tooFast),
  ...each(['10005', '10006', '40305', '40306', '40308', '40312', '40319', '40320', '40321', '40013'], badSender),
  ...each(['10007'], failed),
  ...each(['20012', '20014', '20017', '40314', '40333'], accountBlocked),
  ...each(['20100'], { ...accountBlocked, code: 'upstream_payment_required' }),
  ...each(['40001', '40012', '40310'], unreachable),
  ...each(['40002'], { ...blockedAsSpam, class: 'fix_configuration' }),
  ...each(['40003', '40015', '40322'], blockedAsSpam),
  ...each(['40004'], rejected),
  ...each(['40005', '40014'], expired),
  ...each(['40006', '40008'], notDelivered),
  ...each(['40010'], { ...notVerified, text: 'Your number is not registered for texts to US numbers (10DLC).' }),
  ...each(['40309', '40331'], regionNotAllowed),
  ...each(['40329'], notVerified),
  ...each(['40330'], { ...notVerified, text: 'Your toll-free number is not set up for texts yet.' }),
}

/** A text's final event never came, and the vendor could not say more when asked. */
export const noFinalEventFailure: DeliveryFailure = { ...noFinalEvent, providerCode: null }

/**
 * What an error of Telnyx means for the owner. Its own pages contradict each other on 40300, so the words decide: with
 * STOP, or an existing block rule, it is an opt-out; otherwise a fault of the number.
 *
 * @param words - the error's title and detail. They are read here and kept nowhere: the detail holds both numbers.
 */
export function explainTelnyxError(code: string, words: string): DeliveryFailure {
  if (code === '40300') return { ...(isOptOut(words) ? optedOut : badSender), providerCode: code }
  const explanation = Object.hasOwn(explanations, code) ? explanations[code] : undefined
  return { ...(explanation ?? unknown), providerCode: code }
}

function isOptOut(words: string): boolean {
  return /\bstop\b|\bblock rule\b|\bopt(?:ed)?[ -]?out\b/i.test(words)
}

function each(codes: readonly string[], explanation: Explanation): Record<string, Explanation> {
  return Object.fromEntries(codes.map((code) => [code, explanation]))
}
