import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'

import { toShownProblem } from '../lib/problem.ts'
import { Button } from './button.tsx'
import styles from './load-more.module.css'
import { ProblemNotice } from './problem-notice.tsx'

type LoadMoreProps = {
  readonly query: UseInfiniteQueryResult<InfiniteData<unknown>>
  readonly label: string
}

/** The way to the next page of a list, while there is one. What is shown stays when it fails. */
export function LoadMore({ query, label }: LoadMoreProps) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error } = query
  const load = () => void query.fetchNextPage()
  if (isFetchNextPageError)
    return <ProblemNotice title="The next page could not be loaded" problem={toShownProblem(error)} onRetry={load} />
  if (!hasNextPage) return null
  return (
    <div className={styles['more']}>
      <Button onClick={load} disabled={isFetchingNextPage}>
        {isFetchingNextPage ? 'Loading…' : label}
      </Button>
    </div>
  )
}
