import { Link } from 'wouter'

import type { Business, Call } from '../../lib/client.ts'
import { formatPhone } from '../../lib/format-phone.ts'
import { formatDateTime, formatDuration, zoneName } from '../../lib/format-time.ts'
import { CallOutcome } from '../../ui/call-outcome.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import styles from './calls-table.module.css'

type CallsTableProps = {
  readonly calls: readonly Call[]
  readonly business: Business
}

export function CallsTable({ calls, business }: CallsTableProps) {
  return (
    <Card title="Recent calls">
      {calls.length === 0 ? (
        <EmptyState title="No calls yet">
          Call {formatPhone(business.phoneNumber)} from any phone to hear your assistant. The call appears here while it
          is spoken.
        </EmptyState>
      ) : (
        <table className={styles['table']}>
          <caption className={styles['caption']}>The newest {calls.length} calls, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Caller</th>
              <th scope="col" className={styles['time']}>
                Time ({zoneName(business.timeZone)})
              </th>
              <th scope="col" className={styles['length']}>
                Length
              </th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {calls.map((call) => (
              <CallRow key={call.id} call={call} timeZone={business.timeZone} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

function CallRow({ call, timeZone }: { readonly call: Call; readonly timeZone: string }) {
  return (
    <tr>
      <td className={styles['caller']}>
        <Link href={`/dashboard/calls/${call.id}`}>
          {formatPhone(call.direction === 'inbound' ? call.from : call.to)}
        </Link>
        {call.direction === 'outbound' && <span className={styles['muted']}> called by us</span>}
        <p className={styles['time-below']}>{formatDateTime(call.startedAt, timeZone)}</p>
        {call.summary !== null && <p className={styles['summary']}>{call.summary}</p>}
      </td>
      <td className={styles['time']}>{formatDateTime(call.startedAt, timeZone)}</td>
      <td className={styles['length']}>{formatDuration(call.durationMs)}</td>
      <td>
        <CallOutcome call={call} />
      </td>
    </tr>
  )
}
