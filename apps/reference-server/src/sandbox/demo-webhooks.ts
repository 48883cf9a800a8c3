import type { DemoTalk, DemoVisit } from './demo-visits.ts'

export interface DemoParties {
  readonly agentId: string
  /** The demo business's number. */
  readonly number: string
  readonly caller: string
  readonly visit: DemoVisit
}

/** The finished call as Retell reports it. One that never connected has no times, no words and no analysis. */
export function toRetellCall({ agentId, number, caller, visit }: DemoParties) {
  const { talk } = visit
  const call = {
    call_id: `call_demo_${agentId}_${visit.number}`,
    call_type: 'phone_call',
    agent_id: agentId,
    agent_version: 0,
    direction: 'inbound',
    from_number: caller,
    to_number: number,
  }
  return talk === undefined
    ? { event: 'call_ended', call: { ...call, call_status: 'not_connected', disconnection_reason: 'dial_no_answer' } }
    : { event: 'call_analyzed', call: { ...call, ...toAnsweredCall(visit, talk) } }
}

function toAnsweredCall({ callerName, startedAt, endedAt }: DemoVisit, talk: DemoTalk) {
  const turns = [
    {
      role: 'agent',
      content:
        'Thank you for calling Riverside Plumbing. I am an AI assistant, and this call is recorded. How can I help you?',
    },
    { role: 'user', content: talk.wish },
    { role: 'agent', content: 'I can help with that. May I have your name?' },
    { role: 'user', content: `${callerName}.` },
    { role: 'agent', content: talk.goodbye },
  ] as const
  return {
    call_status: 'ended',
    start_timestamp: startedAt.getTime(),
    end_timestamp: endedAt.getTime(),
    duration_ms: endedAt.getTime() - startedAt.getTime(),
    disconnection_reason: 'user_hangup',
    transcript: turns.map(({ role, content }) => `${role === 'agent' ? 'Agent' : 'User'}: ${content}`).join('\n'),
    transcript_object: turns.map(({ role, content }, index) => ({
      role,
      content,
      words: [{ word: content, start: index * 8, end: index * 8 + 6 }],
    })),
    call_analysis: {
      call_summary: talk.summary,
      user_sentiment: talk.sentiment,
      call_successful: true,
      in_voicemail: false,
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
