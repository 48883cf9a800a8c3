import { Link } from 'wouter'

import type { Business, Call } from '../../lib/client.ts'
import { formatPhone } from '../../lib/format-phone.ts'
import { CallsTable } from '../../ui/calls-table.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

const SHOWN = 12

type RecentCallsProps = {
  readonly calls: readonly Call[]
  readonly business: Business
}

export function RecentCalls({ calls, business }: RecentCallsProps) {
  const newest = calls.slice(0, SHOWN)
  return (
    <Card title="Recent calls" aside={calls.length > 0 && <Link href="/dashboard/calls">All calls</Link>}>
      {newest.length === 0 ? (
        <EmptyState title="No calls yet">
          Call {formatPhone(business.phoneNumber)} from any phone to hear your assistant. The call appears here while it
          is spoken.
        </EmptyState>
      ) : (
        <CallsTable
          calls={newest}
          timeZone={business.timeZone}
          caption={`The newest ${newest.length} calls, newest first`}
        />
      )}
    </Card>
  )
}
