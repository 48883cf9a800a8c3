import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { describeFailover, describeRecording, describeTransfer } from '../../lib/call-words.ts'
import type { CallDetail, CallExplanation } from '../../lib/client.ts'
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
      <Link href="/dashboard/calls" className={styles['back'] ?? ''}>
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
            <div className={styles['beside']}>
              {detail.explanation !== null && <Explanation explanation={detail.explanation} />}
              <Facts call={detail} timeZone={timeZone} />
              {!isLive(detail) && <Recording call={detail} timeZone={timeZone} />}
            </div>
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

function Facts({ call, timeZone }: { readonly call: CallDetail; readonly timeZone: string }) {
  const facts: readonly (readonly [string, string | null])[] = [
    [`Started (${zoneName(timeZone)})`, formatDateTime(call.startedAt, timeZone)],
    ['Length', isLive(call) ? 'still going' : formatDuration(call.durationMs)],
    ['From', formatPhone(call.from)],
    ['To', formatPhone(call.to)],
    ['Mood', call.sentiment],
    ['Assistant', call.failoverReason === null ? null : describeFailover(call.failoverReason)],
    ['Put through to', call.transfer === null ? null : describeTransfer(call.transfer)],
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
    </Card>
  )
}

/** What the end of the call means, and what to do about it. */
function Explanation({ explanation: { text, advice } }: { readonly explanation: CallExplanation }) {
  return (
    <Card title="How it ended">
      <p className={styles['reading']}>{text}</p>
      {advice !== null && (
        <p className={styles['advice']}>
          <b>What to do</b> {advice}
        </p>
      )}
    </Card>
  )
}

/** Nothing is fetched before somebody asks to hear it. */
function Recording({ call, timeZone }: { readonly call: CallDetail; readonly timeZone: string }) {
  const { state, url, expiresAt } = call.recording
  return (
    <Card title="Recording">
      {state === 'available' && url !== null ? (
        <audio controls preload="none" src={url} className={styles['player']} aria-label={titleOf(call)}>
          <track kind="captions" label="The transcript of this page" />
        </audio>
      ) : (
        <p className={styles['muted']}>{describeRecording(call.recording)}</p>
      )}
      {state === 'available' && expiresAt !== null && (
        <p className={styles['muted']}>Can be played until {formatDateTime(expiresAt, timeZone)}.</p>
      )}
    </Card>
  )
}
