import { useQuery } from '@tanstack/react-query'

import { dashboardQuery, textsQuery } from '../../lib/queries.ts'
import { ConnectionState } from '../../ui/connection-state.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MessageList } from '../../ui/message-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { QueryCard } from '../../ui/query-card.tsx'

export function TextsPage() {
  const query = useQuery(textsQuery)
  const timeZone = useQuery(dashboardQuery).data?.business.timeZone ?? 'UTC'
  return (
    <>
      <PageHead title="Texts" aside={<ConnectionState />} />
      <QueryCard title="Newest texts" query={query} skeletonLines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No texts yet">Texts to your line and the replies to them stand here.</EmptyState>
          ) : (
            <MessageList messages={items} timeZone={timeZone} />
          )
        }
      </QueryCard>
    </>
  )
}
