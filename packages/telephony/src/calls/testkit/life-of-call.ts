import type { CallFacts } from '../domain/call-facts.ts'
import { buildCallFacts } from './call-facts-builder.ts'

/** The events of one call, each with what it knows: started, a transcript on the way, ended, analysed. */
export function buildLifeOfCall(): readonly CallFacts[] {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 15, 18, 0, second))
  const seen = (second: number) => ({ firstSeenAt: at(second), updatedAt: at(second) })
  const open = {
    outcome: null,
    disconnectionReason: null,
    disconnectionStage: 0,
    endedAt: null,
    durationMs: null,
  } as const
  const silent = { transcript: null, transcriptTurns: null, recordingUrl: null }
  const transfer = { kind: null, destination: null, startedAt: null, bridgedAt: null, endedAt: null } as const
  const greeting = [{ role: 'agent', content: 'Hello', startSeconds: 0.5 }] as const
  return [
    buildCallFacts({ ...open, ...silent, ...seen(1), status: 'ongoing' }),
    buildCallFacts({
      ...open,
      ...silent,
      ...seen(5),
      status: 'ongoing',
      transcript: 'Agent: Hello',
      transcriptTurns: greeting,
    }),
    buildCallFacts({
      ...seen(62),
      transfer: { ...transfer, state: 'requested', destination: '+13125550199' },
      recordingExpiresAt: at(62),
    }),
    buildCallFacts({
      ...seen(70),
      outcome: 'voicemail',
      disconnectionReason: 'agent_hangup',
      disconnectionStage: 6,
      analyzedAt: at(70),
      summary: 'Asked for a visit.',
      sentiment: 'Neutral',
      isSuccessful: true,
      transfer: { ...transfer, state: 'ended', kind: 'cold', endedAt: at(61) },
      recordingUrl: 'https://example.com/recording.wav?signed=later',
      recordingExpiresAt: at(70),
    }),
  ]
}

/** Every order of the items. */
export function toOrders<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, index) => toOrders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}
