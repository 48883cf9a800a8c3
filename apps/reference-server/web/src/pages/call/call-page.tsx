import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import type { CallDetail } from '../../lib/client.ts'
import { formatPhone } from '../../lib/format-phone.ts'
import { formatDateTime, formatDuration, zoneName } from '../../lib/format-time.ts'
import { isLive } from '../../lib/patch-dashboard.ts'
import { callQuery, dashboardQuery } from '../../lib/queries.ts'
import { CallOutcome } from '../../ui/call-outcome.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeading } from '../../ui/page-heading.tsx'
import { QueryBody } from '../../ui/query-card.tsx'
import { Transcript } from '../../ui/transcript.tsx'
import styles from './call-page.module.css'

/** One call: its words at the left, its facts at the right. */
export function CallPage({ id }: { readonly id: string }) {
  const query = useQuery(callQuery(id))
  const timeZone = useQuery(dashboardQuery).data?.business.timeZone ?? 'UTC'
  const call = query.data
  const title = call === undefined ? 'Call' : titleOf(call)
  return (
    <div className={styles['page']}>
      <Link href="/dashboard" className={styles['back'] ?? ''}>
        ← All calls
      </Link>
      <div className={styles['head']}>
        <PageHeading title={title} />
        {call !== undefined && <CallOutcome call={call} />}
      </div>
      <QueryBody query={query} subject="The call" skeletonLines={8}>
        {(detail) => (
          <div className={styles['columns']}>
            <Words call={detail} />
            <Facts call={detail} timeZone={timeZone} />
          </div>
        )}
      </QueryBody>
    </div>
  )
}

function titleOf(call: CallDetail): string {
  return call.direction === 'inbound' ? `Call from ${formatPhone(call.from)}` : `Call to ${formatPhone(call.to)}`
}

function Words({ call }: { readonly call: CallDetail }) {
  return (
    <Card title="Transcript" className={styles['words']}>
      {call.transcript.length === 0 ? (
        <EmptyState title={isLive(call) ? 'No words yet' : 'Nothing was said'}>
          {isLive(call) ? 'They appear here as they are spoken.' : 'The call ended before anybody spoke.'}
        </EmptyState>
      ) : (
        <Transcript turns={call.transcript} isGrowing={isLive(call)} />
      )}
    </Card>
  )
}

const recordingWords: Readonly<Record<CallDetail['recording']['state'], string | null>> = {
  available: null,
  expired: 'its address has expired',
  not_stored: 'none was kept',
  pending: 'not there yet',
}

const transferWords: Readonly<Record<NonNullable<CallDetail['transfer']>['state'], string>> = {
  requested: 'asked for',
  started: 'ringing',
  cancelled: 'given up',
  bridged: 'connected',
  ended: 'connected, now over',
}

function describeTransfer({ destination, state }: NonNullable<CallDetail['transfer']>): string {
  return destination === null ? transferWords[state] : `${formatPhone(destination)}: ${transferWords[state]}`
}

function Facts({ call, timeZone }: { readonly call: CallDetail; readonly timeZone: string }) {
  const facts: readonly (readonly [string, string | null])[] = [
    [`Started (${zoneName(timeZone)})`, formatDateTime(call.startedAt, timeZone)],
    ['Length', isLive(call) ? 'still going' : formatDuration(call.durationMs)],
    ['From', formatPhone(call.from)],
    ['To', formatPhone(call.to)],
    ['Mood', call.sentiment],
    ['How it ended', call.explanation?.text ?? null],
    ['What to do', call.explanation?.advice ?? null],
    ['Put through to', call.transfer === null ? null : describeTransfer(call.transfer)],
    ['Recording', recordingWords[call.recording.state]],
  ]
  return (
    <Card title="Facts">
      {call.summary !== null && <p className={styles['summary']}>{call.summary}</p>}
      <dl className={styles['facts']}>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {call.recording.state === 'available' && call.recording.url !== null && (
        <a href={call.recording.url} rel="noreferrer" target="_blank">
          Listen to the recording
        </a>
      )}
    </Card>
  )
}
