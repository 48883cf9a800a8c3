import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { client, type Insights } from '../../lib/client.ts'
import { formatDateTime } from '../../lib/format-time.ts'
import { dashboardQuery, insightsQuery } from '../../lib/queries.ts'
import { toShownProblem } from '../../lib/problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { QueryCard } from '../../ui/query-card.tsx'
import { InsightList } from './insight-list.tsx'
import styles from './insights-page.module.css'
import { WeeksTable } from './weeks-table.tsx'

/** What 30 days of calls tell, each with the words and the numbers that show it. */
export function InsightsPage() {
  const query = useQuery(insightsQuery)
  const weeks = query.data?.weeks ?? []
  return (
    <div className={styles['page']}>
      <PageHead title="Insights" aside={<Refresh insights={query.data} />} />
      <QueryCard
        title="What your calls tell, last 30 days"
        aside={query.data !== undefined && <Source insights={query.data} />}
        query={query}
        skeletonLines={8}
      >
        {(insights) =>
          insights.status === 'empty' ? <NoInsights insights={insights} /> : <Found insights={insights} />
        }
      </QueryCard>
      {weeks.some(({ calls }) => calls > 0) && (
        <Card title="Week by week">
          <WeeksTable weeks={weeks} />
        </Card>
      )}
    </div>
  )
}

function Refresh({ insights }: { readonly insights: Insights | undefined }) {
  const queries = useQueryClient()
  const refresh = useMutation({
    mutationFn: () => client.insights.refresh(),
    onSettled: () => queries.invalidateQueries(insightsQuery),
  })
  const isRunning = refresh.isPending || insights?.isRefreshing === true
  if (insights?.status === 'empty') return null
  if (refresh.error !== null)
    return (
      <ProblemNotice
        title="The calls could not be read again"
        problem={toShownProblem(refresh.error)}
        onRetry={() => refresh.mutate()}
      />
    )
  return (
    <Button disabled={isRunning} onClick={() => refresh.mutate()}>
      {isRunning ? 'Reading the calls…' : 'Read the calls again'}
    </Button>
  )
}

/** Who found it, and when. */
function Source({ insights }: { readonly insights: Insights }) {
  const timeZone = useQuery(dashboardQuery).data?.business.timeZone ?? 'UTC'
  if (insights.status === 'empty') return null
  return (
    <p className={styles['source']}>
      <Badge tone={insights.source === 'model' ? 'accent' : 'neutral'}>
        {insights.source === 'model' ? 'Rules and model' : 'Rules'}
      </Badge>
      <time dateTime={insights.generatedAt}>{formatDateTime(insights.generatedAt, timeZone)}</time>
    </p>
  )
}

function NoInsights({ insights }: { readonly insights: Insights }) {
  return (
    <EmptyState title="No insights available">
      {insights.reasonText ?? 'The server gave no reason.'} <code>{insights.reason}</code>
    </EmptyState>
  )
}

function Found({ insights }: { readonly insights: Insights }) {
  const { reason, reasonText, origin } = insights
  return (
    <>
      {reason !== undefined && (
        <output className={styles['notice']}>
          {reasonText} <code>{reason}</code>
        </output>
      )}
      {insights.insights.length === 0 ? (
        <EmptyState title="Nothing stands out">Your calls were read, and no rule found anything to tell.</EmptyState>
      ) : (
        <InsightList insights={insights} />
      )}
      {origin !== undefined && <Origin insights={insights} origin={origin} />}
    </>
  )
}

type OriginProps = { readonly insights: Insights; readonly origin: NonNullable<Insights['origin']> }

function Origin({ insights: { droppedClaims }, origin }: OriginProps) {
  const dropped = Object.values(droppedClaims).reduce((sum, count) => sum + count, 0)
  return (
    <details className={styles['origin']}>
      <summary>How this was made</summary>
      <p>
        Every number comes from your calls and every quote stands word for word in its call.{' '}
        {origin.model !== null && `Model ${origin.model}, prompt ${origin.promptVersion}. `}
        {origin.isRepeat && 'The same calls were read before, so the earlier result was kept. '}
        {dropped > 0 && `${dropped} of the model’s claims were left out, because they did not hold.`}
      </p>
    </details>
  )
}
