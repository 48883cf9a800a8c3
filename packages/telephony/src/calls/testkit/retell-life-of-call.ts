/** The events of one transferred call as Retell sends them: payloads in the order in which they happened. */
export function buildRetellLifeOfCall(call: Readonly<Record<string, unknown>> = {}): readonly unknown[] {
  const startedAt = Date.UTC(2026, 0, 15, 18)
  const open = {
    call_id: 'call_1',
    call_type: 'phone_call',
    agent_id: 'agent_1',
    agent_version: 3,
    direction: 'inbound',
    from_number: '+13125550142',
    to_number: '+18005550100',
    start_timestamp: startedAt,
    ...call,
    call_status: 'ongoing',
  }
  const greeting = 'Agent: Hello\n'
  const ended = {
    ...open,
    call_status: 'ended',
    end_timestamp: startedAt + 61_000,
    duration_ms: 61_000,
    disconnection_reason: 'call_transfer',
    recording_url: 'https://example.com/recording.wav',
    transcript: `${greeting}User: A person, please.\n`,
  }
  const analysis = {
    call_summary: 'Asked for a person.',
    user_sentiment: 'Neutral',
    call_successful: true,
    in_voicemail: false,
  }
  return [
    { event: 'call_started', call: open },
    { event: 'transcript_updated', call: { ...open, transcript: greeting } },
    { event: 'transfer_started', call: open },
    { event: 'transfer_bridged', call: open },
    { event: 'call_ended', call: ended },
    { event: 'transfer_ended', call: { ...ended, end_timestamp: startedAt + 90_000, duration_ms: 90_000 } },
    { event: 'call_analyzed', call: { ...ended, call_analysis: analysis } },
  ]
}
