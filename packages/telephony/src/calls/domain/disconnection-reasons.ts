import type { CallOutcome } from './call-facts.ts'

/** What a vendor's word for the end of a call means. */
export type DisconnectionReason = {
  readonly outcome: CallOutcome
  /** For the owner of the business, in one sentence. */
  readonly text: string
  /** What the owner can do; null when there is nothing to do. */
  readonly advice: string | null
}

const carrierAdvice = 'If it keeps happening, ask support to look at the connection of your number.'
const agentAdvice = 'If it keeps happening, ask support to check your agent.'
const billingAdvice = 'Settle the account with the voice provider; calls fail until then.'
const numberAdvice = 'Check the number that was dialled.'

/** Every `disconnection_reason` of Retell (retell-sdk 5.66, `PhoneCallResponse`). The vendor's list is open. */
const retellReasons = {
  user_hangup: said('answered', 'The other side hung up.'),
  agent_hangup: said('answered', 'Your agent said goodbye and hung up.'),
  call_transfer: said('transferred', 'Your agent put the call through.'),
  transfer_bridged: said('transferred', 'Your agent put the call through and stayed until both were connected.'),
  transfer_cancelled: said(
    'answered',
    'Putting the call through was given up.',
    'Check that the forward number answers.',
  ),
  call_take_over: said('answered', 'A person took the call over from your agent.'),
  manual_stopped: said('answered', 'Somebody on your side ended the call.'),
  inactivity: said('answered', 'Nobody spoke for a while, so the call was ended.'),
  max_duration_reached: said('answered', 'The call reached the longest time that a call may take.'),
  scam_detected: said('answered', 'The caller was taken for a fraud, and the call was ended.'),
  voicemail_reached: said('voicemail', 'An answering machine took the call.'),
  ivr_reached: said('voicemail', 'An automatic telephone menu took the call.'),
  dial_busy: said('busy', 'The line was busy.'),
  dial_no_answer: said('no_answer', 'Nobody picked up.'),
  user_declined: said('no_answer', 'The call was declined.'),
  error_user_not_joined: said('no_answer', 'The other side never joined the call.'),
  registered_call_timeout: said('no_answer', 'The call was announced but never began.', carrierAdvice),
  dial_failed: said('failed', 'The call could not be placed.', numberAdvice),
  invalid_destination: said('failed', 'The number that was dialled does not exist or cannot be reached.', numberAdvice),
  concurrency_limit_reached: said(
    'failed',
    'Too many calls were going on at once, so this one was refused.',
    'Raise the number of calls at once with the voice provider.',
  ),
  no_concurrency_fallback: said(
    'failed',
    'Too many calls were going on at once, and no number was set to take over.',
    'Set a forward number, or raise the number of calls at once with the voice provider.',
  ),
  no_valid_payment: said('failed', 'The voice provider has no valid payment and refused the call.', billingAdvice),
  telephony_provider_permission_denied: said(
    'failed',
    'The telephone company did not permit the call.',
    'Allow calls to this destination with the telephone company.',
  ),
  telephony_provider_unavailable: said('failed', 'The telephone company did not respond.', carrierAdvice),
  sip_routing_error: said('failed', 'The call found no way from the telephone company to your agent.', carrierAdvice),
  marked_as_spam: said(
    'failed',
    'Your number is marked as spam, and the call was blocked.',
    'Register your number with the carriers.',
  ),
  error_llm_websocket_open: said('failed', 'The agent’s language model could not be reached.', agentAdvice),
  error_llm_websocket_lost_connection: said(
    'failed',
    'The connection to the agent’s language model was lost.',
    agentAdvice,
  ),
  error_llm_websocket_runtime: said('failed', 'The agent’s language model failed.', agentAdvice),
  error_llm_websocket_corrupt_payload: said(
    'failed',
    'The agent’s language model sent what cannot be read.',
    agentAdvice,
  ),
  error_no_audio_received: said('failed', 'No sound came from the other side.', carrierAdvice),
  error_asr: said('failed', 'What was said could not be turned into text.', agentAdvice),
  error_retell: said('failed', 'The voice provider failed.', agentAdvice),
  error_unknown: said('failed', 'The voice provider failed and does not know why.', agentAdvice),
} satisfies Record<string, DisconnectionReason>

/** Every `hangup_cause` of Telnyx (telnyx 7.24, `CallHangup`). */
const telnyxReasons = {
  normal_clearing: said('answered', 'One side hung up.'),
  time_limit: said('answered', 'The call reached the longest time that a call may take.'),
  user_busy: said('busy', 'The line was busy.'),
  no_answer: said('no_answer', 'Nobody picked up.'),
  timeout: said('no_answer', 'Nobody picked up in time.'),
  originator_cancel: said('no_answer', 'The caller hung up before anybody answered.'),
  call_rejected: said('no_answer', 'The call was declined.'),
  not_found: said('failed', 'The number that was dialled does not exist or cannot be reached.', numberAdvice),
  unspecified: said('other', 'The telephone company did not say why the call ended.'),
} satisfies Record<string, DisconnectionReason>

const reasons: ReadonlyMap<string, DisconnectionReason> = new Map(
  Object.entries({ ...retellReasons, ...telnyxReasons }),
)

/** SIP answers that mean more than their hundred (RFC 3261, 21). */
const sipOutcomes: ReadonlyMap<number, CallOutcome> = new Map([
  [408, 'no_answer'],
  [480, 'no_answer'],
  [486, 'busy'],
  [487, 'no_answer'],
  [600, 'busy'],
  [603, 'no_answer'],
])

const sipTexts: Readonly<Partial<Record<CallOutcome, string>>> = {
  answered: 'One side hung up.',
  busy: 'The line was busy.',
  no_answer: 'Nobody picked up.',
}

/** The reason under which a SIP answer is kept where the vendor gives no word: `sip_486`. */
export function toSipReason(code: string | null | undefined): string | null {
  return /^[1-6]\d\d$/.test(code ?? '') ? `sip_${code}` : null
}

/** Undefined for a word that neither vendor is known to use. */
export function findDisconnectionReason(reason: string): DisconnectionReason | undefined {
  const known = reasons.get(reason)
  if (known !== undefined) return known
  const sip = /^sip_(\d{3})$/.exec(reason)
  if (sip !== null) return toSipMeaning(Number(sip[1]))
  return reason.startsWith('error_') ? said('failed', 'The voice provider failed.', agentAdvice) : undefined
}

function toSipMeaning(code: number): DisconnectionReason {
  const outcome = sipOutcomes.get(code) ?? (code < 300 ? 'answered' : 'failed')
  const text = sipTexts[outcome] ?? `The telephone network refused the call with code ${code}.`
  return said(outcome, text, outcome === 'failed' ? carrierAdvice : null)
}

function said(outcome: CallOutcome, text: string, advice: string | null = null): DisconnectionReason {
  return { outcome, text, advice }
}
