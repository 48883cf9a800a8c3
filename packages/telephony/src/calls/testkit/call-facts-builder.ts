import type { CallFacts } from '../domain/call-facts.ts'

/** Facts of an answered inbound call of 61 s on 2026-01-15, with what the test says instead. */
export function buildCallFacts(facts: Partial<CallFacts> = {}): CallFacts {
  return {
    provider: 'retell',
    providerCallId: 'call_1',
    route: 'trunk',
    direction: 'inbound',
    agentId: 'agent_1',
    agentVersion: 3,
    from: '+13125550142',
    to: '+18005550100',
    status: 'ended',
    outcome: 'answered',
    disconnectionReason: 'user_hangup',
    disconnectionStage: 4,
    transcript: 'Agent: Hello\nUser: Hi',
    transcriptTurns: [
      { role: 'agent', content: 'Hello', startSeconds: 0.5 },
      { role: 'user', content: 'Hi', startSeconds: 2 },
    ],
    summary: null,
    sentiment: null,
    isSuccessful: null,
    transfer: null,
    recordingUrl: 'https://example.com/recording.wav',
    recordingExpiresAt: null,
    multiChannelRecordingUrl: null,
    scrubbedRecordingUrl: null,
    scrubbedMultiChannelRecordingUrl: null,
    isRecordingWithheld: false,
    durationMs: 61_000,
    startedAt: new Date('2026-01-15T18:00:00.000Z'),
    endedAt: new Date('2026-01-15T18:01:01.000Z'),
    analyzedAt: null,
    firstSeenAt: new Date('2026-01-15T18:00:01.250Z'),
    updatedAt: new Date('2026-01-15T18:01:02.000Z'),
    ...facts,
  }
}
