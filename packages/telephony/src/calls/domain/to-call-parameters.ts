import { callOutcomeRanks, callStatusRanks, type CallFacts } from './call-facts.ts'
import { transferStateRanks } from './call-transfer.ts'

/** Values of the parameters that the webhook statement stores a call by. */
export function toCallParameters(call: CallFacts) {
  return {
    call_provider: call.provider,
    call_provider_id: call.providerCallId,
    call_route: call.route,
    call_agent_id: call.agentId,
    call_agent_version: call.agentVersion,
    call_direction: call.direction,
    call_from: call.from,
    call_to: call.to,
    call_status: call.status,
    call_status_rank: callStatusRanks[call.status],
    call_outcome: call.outcome,
    call_outcome_rank: call.outcome === null ? 0 : callOutcomeRanks[call.outcome],
    call_disconnection_reason: call.disconnectionReason,
    call_disconnection_stage: call.disconnectionStage,
    call_transcript: call.transcript,
    call_transcript_turns: call.transcriptTurns,
    call_summary: call.summary,
    call_sentiment: call.sentiment,
    call_success: call.isSuccessful,
    call_transfer_kind: call.transfer?.kind ?? null,
    call_transfer_state: call.transfer?.state ?? null,
    call_transfer_rank: call.transfer === null ? 0 : transferStateRanks[call.transfer.state],
    call_transfer_destination: call.transfer?.destination ?? null,
    call_transfer_started_at: call.transfer?.startedAt ?? null,
    call_transfer_bridged_at: call.transfer?.bridgedAt ?? null,
    call_transfer_ended_at: call.transfer?.endedAt ?? null,
    call_recording_url: call.recordingUrl,
    call_recording_expires_at: call.recordingExpiresAt,
    call_recording_multi_channel_url: call.multiChannelRecordingUrl,
    call_recording_scrubbed_url: call.scrubbedRecordingUrl,
    call_recording_scrubbed_multi_channel_url: call.scrubbedMultiChannelRecordingUrl,
    call_recording_withheld: call.isRecordingWithheld,
    call_duration_ms: call.durationMs,
    call_started_at: call.startedAt,
    call_ended_at: call.endedAt,
    call_analyzed_at: call.analyzedAt,
  }
}

export type CallParameters = ReturnType<typeof toCallParameters>
