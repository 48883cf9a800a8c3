import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react'

import { applyEvent, reloadAfterEvents } from '../lib/apply-event.ts'
import { client, connectRealtime, type EventFrame, type RealtimeConnection } from '../lib/client.ts'
import { LiveContext, type LiveState } from '../lib/live.ts'
import { callIdOf } from '../lib/patch-dashboard.ts'
import { dashboardQuery } from '../lib/queries.ts'

/** Many events in a row (a call being spoken) cost one load. */
const RELOAD_AFTER_MS = 300

type LiveProviderProps = {
  /** The session ended while the line was up. */
  readonly onSignedOut: () => void
  readonly children: ReactNode
}

/** Follows the business's events from the dashboard's position on, and keeps the page up to date by them. */
export function LiveProvider({ onSignedOut, children }: LiveProviderProps) {
  const queries = useQueryClient()
  const { data } = useQuery(dashboardQuery)
  const businessId = data?.business.id
  const [state, setState] = useState<LiveState>('connecting')
  const signOut = useEffectEvent(onSignedOut)

  useEffect(() => {
    if (businessId === undefined) return undefined
    const reload = createReload(queries)
    const connection = connectRealtime({
      client,
      businessId,
      after: queries.getQueryData(dashboardQuery.queryKey)?.seq ?? 0,
      onEvent: (event) => {
        applyEvent(queries, event)
        reload.soon(event)
      },
      onState: ({ name, ...rest }) => {
        setState(name)
        if ('error' in rest && rest.error?.status === 401) signOut()
      },
      onResync: async () => (await queries.fetchQuery({ ...dashboardQuery, staleTime: 0 })).seq,
    })
    const leaveNetwork = followNetwork(connection)
    return () => {
      leaveNetwork()
      reload.cancel()
      connection.close()
    }
  }, [businessId, queries])

  return <LiveContext value={state}>{children}</LiveContext>
}

function createReload(queries: QueryClient) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const callIds = new Set<string>()
  return {
    soon(event: EventFrame) {
      const callId = callIdOf(event)
      if (callId !== undefined) callIds.add(callId)
      timer ??= setTimeout(() => {
        timer = undefined
        void reloadAfterEvents(queries, new Set(callIds))
        callIds.clear()
      }, RELOAD_AFTER_MS)
    },
    cancel: () => clearTimeout(timer),
  }
}

/** Off the network there is nothing to try; back on it, or awake again, the line is taken up at once. */
function followNetwork(connection: RealtimeConnection): () => void {
  const stop = new AbortController()
  const { signal } = stop
  window.addEventListener('offline', () => connection.pause(), { signal })
  window.addEventListener('online', () => connection.resume(), { signal })
  const wake = () => {
    if (document.visibilityState === 'visible' && navigator.onLine) connection.resume()
  }
  document.addEventListener('visibilitychange', wake, { signal })
  return () => stop.abort()
}
