import type { DemoVisit } from './demo-visits.ts'

export interface DemoParties {
  readonly agentId: string
  /** The demo business's number. */
  readonly number: string
  readonly caller: string
  readonly visit: DemoVisit
}

/** The finished call as Retell reports it. */
export function toRetellCall({ agentId, number, caller, visit }: DemoParties): unknown {
  const turns = [
    { role: 'agent', content: 'Thank you for calling Riverside Plumbing. I am an AI assistant, and this call is recorded. How can I help you?' },
    { role: 'user', content: visit.wish },
    { role: 'agent', content: 'I can help with that. May I have your name?' },
    { role: 'user', content: `${visit.callerName}.` },
    { role: 'agent', content: 'Thank you. We will take care of it. Goodbye.' },
  ] as const
  const [startedAtMs, endedAtMs] = [visit.startedAt.getTime(), visit.endedAt.getTime()]
  return {
    event: 'call_analyzed',
    call: {
      call_id: `call_demo_${agentId}_${visit.number}`,
      call_type: 'phone_call',
      agent_id: agentId,
      agent_version: 0,
      call_status: 'ended',
      direction: 'inbound',
      from_number: caller,
      to_number: number,
      start_timestamp: startedAtMs,
      end_timestamp: endedAtMs,
      duration_ms: endedAtMs - startedAtMs,
      disconnection_reason: visit.endedBy,
      transcript: turns.map(({ role, content }) => `${role === 'agent' ? 'Agent' : 'User'}: ${content}`).join('\n'),
      transcript_object: turns.map(({ role, content }, index) => ({
        role,
        content,
        words: [{ word: content, start: index * 8, end: index * 8 + 6 }],
      })),
      call_analysis: {
        call_summary: visit.summary,
        user_sentiment: visit.sentiment,
        call_successful: true,
        in_voicemail: false,
      },
    },
  }
}

/** The caller's text as Telnyx reports it. */
export function toTelnyxText({ agentId, number, caller, visit }: DemoParties): unknown {
  const id = `demo-${agentId}-${visit.number}`
  const at = visit.endedAt.toISOString()
  return {
    data: {
      record_type: 'event',
      id,
      event_type: 'message.received',
      occurred_at: at,
      payload: {
        record_type: 'message',
        id,
        direction: 'inbound',
        type: 'SMS',
        from: { phone_number: caller, carrier: '', line_type: 'Wireless' },
        to: [{ phone_number: number, status: 'webhook_delivered', carrier: 'Telnyx', line_type: 'Toll-Free' }],
        text: visit.text,
        media: [],
        encoding: 'GSM-7',
        parts: 1,
        errors: [],
        received_at: at,
      },
    },
    meta: { attempt: 1 },
  }
}
