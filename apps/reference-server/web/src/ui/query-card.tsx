import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { toShownProblem } from '../lib/problem.ts'
import { Card } from './card.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { Skeleton } from './skeleton.tsx'

type QueryCardProps<Data> = {
  readonly title: string
  readonly query: UseQueryResult<Data>
  readonly skeletonLines: number
  readonly aside?: ReactNode
  readonly className?: string | undefined
  readonly children: (data: Data) => ReactNode
}

/** A card that loads, fails and is tried again on its own. Known data stays while newer data is fetched. */
export function QueryCard<Data>({ title, query, skeletonLines, aside, className, children }: QueryCardProps<Data>) {
  return (
    <Card title={title} aside={aside} className={className}>
      <QueryBody query={query} subject={title} skeletonLines={skeletonLines}>
        {children}
      </QueryBody>
    </Card>
  )
}

type QueryBodyProps<Data> = Pick<QueryCardProps<Data>, 'query' | 'skeletonLines' | 'children'> & {
  /** What is being loaded, for the reader of the screen. */
  readonly subject: string
  /** Default: grey lines. */
  readonly skeleton?: ReactNode
}

export function QueryBody<Data>({ query, subject, skeletonLines, skeleton, children }: QueryBodyProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error === null)
    return skeleton ?? <Skeleton lines={skeletonLines} label={`Loading ${subject.toLowerCase()}`} />
  return (
    <ProblemNotice
      title={`${subject} could not be loaded`}
      problem={toShownProblem(query.error)}
      onRetry={() => void query.refetch()}
    />
  )
}
