import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import type { Insights } from '../../lib/client.ts'
import { insightsQuery } from '../../lib/queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { QueryCard } from '../../ui/query-card.tsx'
import styles from './insights-page.module.css'

const reasons: Readonly<Record<string, string>> = {
  disabled: 'Insights are not switched on for this server.',
  no_calls: 'There were no calls in the last 30 days.',
  too_few_calls: 'There are too few calls yet to tell a pattern from chance.',
  no_transcripts: 'The calls of the last 30 days have no transcripts.',
  quota_exceeded: 'The model that reads the calls is over its quota. They are read later.',
  failed: 'The last attempt failed. It is tried again by itself.',
}

export function InsightsPage() {
  const query = useQuery(insightsQuery)
  return (
    <>
      <PageHead title="Insights" />
      <QueryCard title="What your calls tell" query={query} skeletonLines={6}>
        {(insights) =>
          insights.status === 'empty' ? <NoInsights insights={insights} /> : <InsightList insights={insights} />
        }
      </QueryCard>
    </>
  )
}

function NoInsights({ insights }: { readonly insights: Insights }) {
  const reason = insights.reason ?? 'no_calls'
  return (
    <EmptyState title="No insights available">
      {reasons[reason] ?? 'The server gave a reason that this page does not know.'} <code>{reason}</code>
    </EmptyState>
  )
}

function InsightList({ insights }: { readonly insights: Insights }) {
  return (
    <ul className={styles['list']}>
      {insights.insights.map(({ title, detail, evidence }) => (
        <li key={title}>
          <h3 className={styles['title']}>{title}</h3>
          <p>{detail}</p>
          {evidence.map(({ callId, quote }) => (
            <blockquote key={`${callId} ${quote}`} className={styles['quote']}>
              “{quote}” <Link href={`/dashboard/calls/${callId}`}>the call</Link>
            </blockquote>
          ))}
        </li>
      ))}
    </ul>
  )
}
