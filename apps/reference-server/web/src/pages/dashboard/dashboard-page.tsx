import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'

import type { Business, Dashboard } from '../../lib/client.ts'
import { formatPhone } from '../../lib/format-phone.ts'
import { isLive } from '../../lib/patch-dashboard.ts'
import { dashboardQuery } from '../../lib/queries.ts'
import { Card } from '../../ui/card.tsx'
import { ConnectionState } from '../../ui/connection-state.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeading } from '../../ui/page-heading.tsx'
import { QueryBody } from '../../ui/query-card.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './dashboard-page.module.css'
import { DashboardSkeleton } from './dashboard-skeleton.tsx'
import { LiveCall } from './live-call.tsx'
import { MessagesTaken } from './messages-taken.tsx'
import { NextAppointments } from './next-appointments.tsx'
import { NewestTexts } from './newest-texts.tsx'
import { RecentCalls } from './recent-calls.tsx'
import { Tiles } from './tiles.tsx'

const DaysChart = lazy(() => import('./days-chart.tsx').then(({ DaysChart: chart }) => ({ default: chart })))

/** What happens now, then what needs attention, then history. */
export function DashboardPage() {
  const query = useQuery(dashboardQuery)
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <PageHeading title="Overview" />
        <ConnectionState />
        {query.data !== undefined && <LineNumber business={query.data.business} />}
      </div>
      <QueryBody query={query} subject="Your calls" skeletonLines={8} skeleton={<DashboardSkeleton />}>
        {(dashboard) => <DashboardBody dashboard={dashboard} />}
      </QueryBody>
    </div>
  )
}

function LineNumber({ business }: { readonly business: Business }) {
  if (business.phoneNumber === null) return <p className={styles['line']}>Your number is being set up</p>
  return (
    <p className={styles['line']}>
      Your line <a href={`tel:${business.phoneNumber}`}>{formatPhone(business.phoneNumber)}</a>
    </p>
  )
}

function DashboardBody({ dashboard }: { readonly dashboard: Dashboard }) {
  const { business, recentCalls, stats } = dashboard
  const liveCalls = recentCalls.filter(isLive)
  return (
    <>
      {liveCalls.map((call) => (
        <LiveCall key={call.id} call={call} />
      ))}
      <Tiles stats={stats} />
      <div className={styles['columns']}>
        <Card title="Calls and bookings, last 14 days" aside={hasCalls(stats.days) && <Legend />}>
          <ChartOrReason days={stats.days} />
        </Card>
        <NextAppointments appointments={dashboard.appointments} timeZone={business.timeZone} />
      </div>
      <div className={styles['lists']}>
        <RecentCalls calls={recentCalls} business={business} />
        <div className={styles['stack']}>
          <MessagesTaken timeZone={business.timeZone} />
          <NewestTexts messages={dashboard.messages} timeZone={business.timeZone} />
        </div>
      </div>
    </>
  )
}

function ChartOrReason({ days }: { readonly days: Dashboard['stats']['days'] }) {
  if (!hasCalls(days)) {
    return <EmptyState title="No calls in these days">The chart begins with the first one.</EmptyState>
  }
  return (
    <Suspense fallback={<Skeleton lines={8} label="Loading the chart" />}>
      <DaysChart days={days} />
    </Suspense>
  )
}

function hasCalls(days: Dashboard['stats']['days']): boolean {
  return days.some(({ calls, booked }) => calls > 0 || booked > 0)
}

function Legend() {
  return (
    <ul className={styles['legend']}>
      <li>
        <span className={styles['line-key']} aria-hidden="true" />
        Calls
      </li>
      <li>
        <span className={styles['bar-key']} aria-hidden="true" />
        Booked
      </li>
    </ul>
  )
}
