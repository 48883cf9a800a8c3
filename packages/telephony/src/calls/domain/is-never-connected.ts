import type { CallFacts } from './call-facts.ts'

/** True once the call is over without ever having connected: no start is known, and it took no time. */
export function isNeverConnected({
  status,
  startedAt,
  durationMs,
}: Pick<CallFacts, 'status' | 'startedAt' | 'durationMs'>): boolean {
  if (status === 'not_connected') return true
  return (status === 'ended' || status === 'error') && startedAt === null && (durationMs ?? 0) === 0
}
