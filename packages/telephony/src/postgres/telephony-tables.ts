import type { BusinessId, CallId, MessageId, PhoneNumber } from '@cloudgreet/core'
import type { DeliveryFailure, TranscriptTurn } from '@cloudgreet/core/contract'
import type { ColumnType, Generated } from 'kysely'

import type { CallControlState, ControlledCall, FailoverReason } from '../call-control/domain/controlled-call.ts'
import type { CallDirection, CallOutcome, CallRoute, CallStatus } from '../calls/domain/call-facts.ts'
import type { TransferKind, TransferState } from '../calls/domain/call-transfer.ts'
import type { MessageIntent, MessageStatus } from '../messages/domain/message-facts.ts'

/** The tables that telephony owns. Times have milliseconds, as page cursors and JavaScript do. */
export interface TelephonyTables {
  calls: {
    id: CallId
    business_id: BusinessId
    provider: string
    provider_call_id: string
    route: CallRoute
    agent_id: string | null
    agent_version: number | null
    direction: CallDirection
    from_number: string | null
    to_number: string | null
    status: CallStatus
    status_rank: number
    outcome: CallOutcome | null
    outcome_rank: number
    disconnection_reason: string | null
    disconnection_stage: number
    transcript: string | null
    transcript_turns: ColumnType<readonly TranscriptTurn[] | null, string | null, string | null>
    summary: string | null
    sentiment: string | null
    success: boolean | null
    transfer_kind: TransferKind | null
    transfer_state: TransferState | null
    transfer_rank: Generated<number>
    transfer_destination: string | null
    transfer_started_at: Date | null
    transfer_bridged_at: Date | null
    transfer_ended_at: Date | null
    recording_url: string | null
    recording_expires_at: Date | null
    recording_multi_channel_url: string | null
    recording_scrubbed_url: string | null
    recording_scrubbed_multi_channel_url: string | null
    recording_withheld: Generated<boolean>
    duration_ms: number | null
    started_at: Date | null
    ended_at: Date | null
    analyzed_at: Date | null
    first_seen_at: Date
    /** The call's start; when it never connected, the moment its first event came in. */
    created_at: Date
    updated_at: Date
    /** The call that took this one's place in lists and figures: one conversation that two vendors report. */
    superseded_by: Generated<CallId | null>
    /** Why the agent did not take a call of the route `call-control`. */
    failover_reason: Generated<FailoverReason | null>
  }
  controlled_calls: {
    call_id: CallId
    business_id: BusinessId
    state: CallControlState
    agent_call_id: string | null
    failover_reason: FailoverReason | null
    is_line_up: boolean
    outcome: ControlledCall['outcome']
    may_be_registered: Generated<boolean>
    moved_by: string
    moved_at: Date
  }
  number_routes: {
    number: PhoneNumber
    business_id: BusinessId
    route: CallRoute
    updated_at: Date
  }
  sms_logs: {
    id: MessageId
    business_id: BusinessId
    provider: string
    provider_message_id: string
    direction: 'inbound' | 'outbound'
    from_number: string
    to_number: string
    body: string
    status: MessageStatus
    status_rank: number
    error_code: string | null
    failure: ColumnType<DeliveryFailure | null, string | null, string | null>
    idempotency_key: string | null
    segments: number | null
    encoding: string | null
    /** Decimal. */
    cost_amount: string | null
    cost_currency: string | null
    intent: MessageIntent | null
    purpose: string | null
    occurred_at: Date
    /** When the status of a text of ours became final. */
    final_at: Date | null
    /** When the vendor was last asked for a status that its events did not bring. */
    looked_up_at: Date | null
    /** The person's number, whichever way the text went. */
    counterpart: Generated<string>
    created_at: Generated<Date>
    updated_at: Date
  }
}
