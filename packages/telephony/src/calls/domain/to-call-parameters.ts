import { callOutcomeRanks, callStatusRanks, type CallFacts } from './call-facts.ts'

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
    call_recording_url: call.recordingUrl,
    call_duration_ms: call.durationMs,
    call_started_at: call.startedAt,
    call_ended_at: call.endedAt,
    call_analyzed_at: call.analyzedAt,
  }
}

export type CallParameters = ReturnType<typeof toCallParameters>
