import type { ConsentView } from '@cloudgreet/compliance'
import { explainTelnyxError } from '@cloudgreet/telephony'

import type { Sending } from '../../workflows/send-once.ts'
import { RequestError } from '../request-error.ts'

/** What decided, in the owner's words. What is not named here says nothing to an owner. */
const deciders: Readonly<Record<string, string>> = {
  stop: 'by their own message',
  staff_opt_out: 'because your staff noted it',
  import_opt_out: 'by an imported list',
  complaint: 'by a complaint',
  provider_blocked: 'because the provider blocks texts to them',
  review_closed: 'after a review of their message',
}

const advice: Readonly<Record<string, string>> = {
  no_recent_inbound: 'They have not texted you in the last 72 hours, so this would be no reply. Call instead.',
  provider_blocked: 'The provider blocks texts to this person. They can lift that by texting START to your number.',
  review_pending: 'A message of theirs waits for review. Decide it first.',
}

/** The gate said no: its first reason as the code, who decided and when, and what to do. */
export function toGateRefusal(reasons: readonly string[], view: ConsentView | undefined): RequestError {
  const [code = 'contact_refused'] = reasons
  return new RequestError(
    409,
    code,
    code === 'opted_out' ? toOptOutDetail(view) : (advice[code] ?? toPlainDetail(reasons)),
  )
}

/** Undefined when the text went out. */
export function toSendRefusal(sending: Exclude<Sending, { outcome: 'sent' | 'refused' }>): RequestError {
  if (sending.outcome === 'blocked') return toVendorRefusal(409, '40300')
  if (sending.outcome === 'failed' && sending.vendorCode !== null) return toVendorRefusal(502, sending.vendorCode)
  if (sending.outcome === 'failed')
    return new RequestError(
      502,
      sending.code,
      'The provider refused the text. Call instead, and tell support the code.',
    )
  return unconfirmed()
}

/** Whether the text went out is not known yet. */
export function unconfirmed(): RequestError {
  return new RequestError(
    502,
    'send_unconfirmed',
    'The provider has not answered yet. The text goes out once at most: look at the list before you write it again.',
  )
}

function toVendorRefusal(status: number, vendorCode: string): RequestError {
  const { code, text, nextAction } = explainTelnyxError(vendorCode, vendorCode === '40300' ? 'STOP' : '')
  return new RequestError(status, code, `${text} ${nextAction}`)
}

function toOptOutDetail(view: ConsentView | undefined): string {
  const by = deciders[view?.decidedBy ?? '']
  const since = view?.decidedAt === undefined ? '' : ` on ${view.decidedAt.toISOString().slice(0, 10)}`
  return `This person opted out of texts${since}${by === undefined ? '' : `, ${by}`}. They can opt in again by texting START to your number.`
}

function toPlainDetail(reasons: readonly string[]): string {
  return `This person may not be texted: ${reasons.join(', ')}.`
}
