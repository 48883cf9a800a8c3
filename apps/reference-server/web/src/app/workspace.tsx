import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { Redirect, Route, Router, Switch } from 'wouter'

import { navigateGuarded } from '../lib/navigation-guard.ts'
import { isSignedOut, toShownProblem } from '../lib/problem.ts'
import { DashboardPage } from '../pages/dashboard/dashboard-page.tsx'
import { NotFoundPage } from '../pages/not-found/not-found-page.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Frame } from './frame.tsx'
import { LiveProvider } from './live-provider.tsx'
import { restoreSession, type SessionState } from './session.ts'
import styles from './workspace.module.css'

const CallPage = lazy(() => import('../pages/call/call-page.tsx').then(({ CallPage: page }) => ({ default: page })))
const CallsPage = lazy(() => import('../pages/calls/calls-page.tsx').then(({ CallsPage: page }) => ({ default: page })))
const TextsPage = lazy(() => import('../pages/texts/texts-page.tsx').then(({ TextsPage: page }) => ({ default: page })))
const CalendarPage = lazy(() =>
  import('../pages/calendar/calendar-page.tsx').then(({ CalendarPage: page }) => ({ default: page })),
)
const InsightsPage = lazy(() =>
  import('../pages/insights/insights-page.tsx').then(({ InsightsPage: page }) => ({ default: page })),
)
const SettingsPage = lazy(() =>
  import('../pages/settings/settings-page.tsx').then(({ SettingsPage: page }) => ({ default: page })),
)

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
          <Router aroundNav={(navigate, ...target) => navigateGuarded(() => navigate(...target))}>
            <Frame onSignedOut={() => setSession({ name: 'signed_out' })}>
              <Suspense fallback={null}>
                <Pages />
              </Suspense>
            </Frame>
          </Router>
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
      <Route path="/dashboard/calls">
        <CallsPage />
      </Route>
      <Route path="/dashboard/calls/:id">{({ id }) => <CallPage key={id} id={id} />}</Route>
      <Route path="/dashboard/calendar">
        <CalendarPage />
      </Route>
      <Route path="/dashboard/texts/:number?">{({ number }) => <TextsPage number={number} />}</Route>
      <Route path="/dashboard/insights">
        <InsightsPage />
      </Route>
      <Route path="/dashboard/settings">
        <SettingsPage />
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
