import type { CallOutcome, CallStatus } from './call-facts.ts'

/** Reasons as Retell and Telnyx write them. The lists are open: a new word is `other`, and kept as it came. */
const outcomes: ReadonlyMap<string, CallOutcome> = new Map(
  Object.entries({
    answered:
      'user_hangup agent_hangup inactivity max_duration_reached manual_stopped call_take_over scam_detected transfer_cancelled normal_clearing time_limit',
    transferred: 'call_transfer transfer_bridged',
    voicemail: 'voicemail_reached',
    no_answer:
      'dial_no_answer user_declined error_user_not_joined registered_call_timeout no_answer originator_cancel timeout call_rejected',
    busy: 'dial_busy user_busy',
    failed:
      'dial_failed invalid_destination concurrency_limit_reached no_concurrency_fallback no_valid_payment telephony_provider_permission_denied telephony_provider_unavailable sip_routing_error marked_as_spam not_found',
  } satisfies Partial<Record<CallOutcome, string>>).flatMap(([outcome, reasons]) =>
    reasons.split(' ').map((reason) => [reason, outcome as CallOutcome] as const),
  ),
)

/** How the call ended, for the business; null while it goes on. */
export function toCallOutcome(call: {
  readonly status: CallStatus
  readonly disconnectionReason: string | null
  readonly isVoicemail: boolean
}): CallOutcome | null {
  if (call.status === 'registered' || call.status === 'ongoing') return null
  if (call.isVoicemail) return 'voicemail'
  if (call.disconnectionReason === null) return call.status === 'error' ? 'failed' : toUnexplained(call.status)
  const known = outcomes.get(call.disconnectionReason)
  if (known !== undefined) return known
  return call.disconnectionReason.startsWith('error_') ? 'failed' : 'other'
}

function toUnexplained(status: CallStatus): CallOutcome {
  return status === 'not_connected' ? 'no_answer' : 'other'
}
