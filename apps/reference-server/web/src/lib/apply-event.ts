import type { QueryClient } from '@tanstack/react-query'

import type { CallDetail, Dashboard, EventFrame } from './client.ts'
import { callIdOf, patchCall, patchDashboard } from './patch-dashboard.ts'
import { callQuery, dashboardQuery, followedKeys } from './queries.ts'

/**
 * Shows an event at once where it says enough, and marks as stale what it may have changed beyond its own words.
 * The caller decides when the stale parts are loaded: once for many events.
 */
export function applyEvent(queries: QueryClient, event: EventFrame): void {
  queries.setQueryData<Dashboard>(dashboardQuery.queryKey, (known) => known && patchDashboard(known, event))
  const callId = callIdOf(event)
  if (callId !== undefined) {
    queries.setQueryData<CallDetail>(callQuery(callId).queryKey, (known) => known && patchCall(known, event))
  }
}

/** Loads again what is on the page. */
export async function reloadAfterEvents(queries: QueryClient, callIds: ReadonlySet<string>): Promise<void> {
  const keys = [...followedKeys, ...[...callIds].map((id) => callQuery(id).queryKey)]
  await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })))
}
