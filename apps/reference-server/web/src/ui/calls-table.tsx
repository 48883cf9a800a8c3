import { Link } from 'wouter'

import type { Call } from '../lib/client.ts'
import { formatPhone } from '../lib/format-phone.ts'
import { formatDateTime, formatDuration, zoneName } from '../lib/format-time.ts'
import { CallOutcome } from './call-outcome.tsx'
import styles from './calls-table.module.css'

type CallsTableProps = {
  readonly calls: readonly Call[]
  readonly timeZone: string
  /** What the table holds, for the reader of the screen. */
  readonly caption: string
}

/** Calls, one a row, each leading to its page. */
export function CallsTable({ calls, timeZone, caption }: CallsTableProps) {
  return (
    <table className={styles['table']}>
      <caption className={styles['caption']}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Caller</th>
          <th scope="col" className={styles['time']}>
            Time ({zoneName(timeZone)})
          </th>
          <th scope="col" className={styles['length']}>
            Length
          </th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} timeZone={timeZone} />
        ))}
      </tbody>
    </table>
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
