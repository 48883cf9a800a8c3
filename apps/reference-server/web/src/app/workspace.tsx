import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { Redirect, Route, Switch } from 'wouter'

import { isSignedOut, toShownProblem } from '../lib/problem.ts'
import { CalendarPage } from '../pages/calendar/calendar-page.tsx'
import { CallPage } from '../pages/call/call-page.tsx'
import { DashboardPage } from '../pages/dashboard/dashboard-page.tsx'
import { InsightsPage } from '../pages/insights/insights-page.tsx'
import { NotFoundPage } from '../pages/not-found/not-found-page.tsx'
import { TextsPage } from '../pages/texts/texts-page.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Frame } from './frame.tsx'
import { LiveProvider } from './live-provider.tsx'
import { restoreSession, type SessionState } from './session.ts'
import styles from './workspace.module.css'

/** All that is behind the sign-in: session, data, live events, the frame and its pages. */
export function Workspace() {
  const [session, setSession] = useState<SessionState>({ name: 'restoring' })
  const queries = useMemo(() => createQueryClient(() => setSession({ name: 'signed_out' })), [])
  const isRestoring = session.name === 'restoring'
  useEffect(() => {
    if (isRestoring) void restoreSession().then(setSession)
  }, [isRestoring])

  if (session.name === 'signed_out') return <Redirect to="/login?reason=signed_out" replace />
  if (session.name !== 'signed_in')
    return <Entrance session={session} onRetry={() => setSession({ name: 'restoring' })} />
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <LiveProvider onSignedOut={() => setSession({ name: 'signed_out' })}>
          <Frame onSignedOut={() => setSession({ name: 'signed_out' })}>
            <Pages />
          </Frame>
        </LiveProvider>
      </QueryClientProvider>
    </CSPProvider>
  )
}

function Pages() {
  return (
    <Switch>
      <Route path="/dashboard">
        <DashboardPage />
      </Route>
      <Route path="/dashboard/calls/:id">{({ id }) => <CallPage key={id} id={id} />}</Route>
      <Route path="/dashboard/calendar">
        <CalendarPage />
      </Route>
      <Route path="/dashboard/texts">
        <TextsPage />
      </Route>
      <Route path="/dashboard/insights">
        <InsightsPage />
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  )
}

function Entrance({ session, onRetry }: { readonly session: SessionState; readonly onRetry: () => void }) {
  return (
    <main className={styles['entrance']}>
      <PageHeading title="Signing you in" />
      {session.name === 'unknown' ? (
        <ProblemNotice
          title="Your sign-in could not be checked"
          problem={toShownProblem(session.error)}
          onRetry={onRetry}
        />
      ) : (
        <Skeleton lines={3} label="Signing you in" />
      )}
    </main>
  )
}

/** The client retries by itself, so a query does not. */
function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isSignedOut(error)) onSignedOut()
      },
    }),
    defaultOptions: { queries: { retry: false, staleTime: 10_000, networkMode: 'always' } },
  })
}
