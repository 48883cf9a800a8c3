import type { Call, CallDetail } from '@cloudgreet/core/contract'

import type { CallFacts } from './call-facts.ts'
import { toTranscriptTurns } from './transcript.ts'

/** A call as the business sees it. */
export function toCall(id: string, facts: CallFacts): Call {
  return {
    id,
    direction: facts.direction,
    from: facts.from,
    to: facts.to,
    status: facts.status,
    outcome: facts.outcome,
    disconnectionReason: facts.disconnectionReason,
    startedAt: startOf(facts).toISOString(),
    endedAt: facts.endedAt?.toISOString() ?? null,
    durationMs: facts.durationMs,
    summary: facts.summary,
    sentiment: facts.sentiment,
    hasTranscript: facts.transcript !== null,
  }
}

/** With its words: the vendor's turns, or else those read from its transcript. */
export function toCallDetail(id: string, facts: CallFacts): CallDetail {
  const transcript = facts.transcriptTurns ?? toTranscriptTurns(facts.transcript ?? '')
  const { recordingUrl } = facts
  return { ...toCall(id, facts), transcript: [...transcript], recordingUrl, failoverReason: null }
}

export function startOf({ startedAt, firstSeenAt }: Pick<CallFacts, 'startedAt' | 'firstSeenAt'>): Date {
  return startedAt ?? firstSeenAt
}
