import { useQuery } from '@tanstack/react-query'

import { appointmentsQuery, dashboardQuery } from '../../lib/queries.ts'
import { AppointmentList } from '../../ui/appointment-list.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { QueryCard } from '../../ui/query-card.tsx'

export function CalendarPage() {
  const query = useQuery(appointmentsQuery)
  const timeZone = useQuery(dashboardQuery).data?.business.timeZone ?? 'UTC'
  return (
    <>
      <PageHead title="Calendar" />
      <QueryCard title="Appointments" query={query} skeletonLines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Nothing is booked">What your assistant books on a call stands here.</EmptyState>
          ) : (
            <AppointmentList appointments={items} timeZone={timeZone} />
          )
        }
      </QueryCard>
    </>
  )
}
