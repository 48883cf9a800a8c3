import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState, type FocusEvent } from 'react'
import { useSearchParams } from 'wouter'

import type { Call } from '../../lib/client.ts'
import { callsQuery, dashboardQuery } from '../../lib/queries.ts'
import { Button } from '../../ui/button.tsx'
import { CallsTable } from '../../ui/calls-table.tsx'
import { ConnectionState } from '../../ui/connection-state.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { QueryCard } from '../../ui/query-card.tsx'
import { filterNames, toCallChoice } from './call-filter.ts'
import styles from './calls-page.module.css'
import { FilterForm } from './filter-form.tsx'
import { useHeldNews } from './use-held-news.ts'
import { useIsScrolled } from './use-is-scrolled.ts'

/** All calls, narrowed by the page's address. */
export function CallsPage() {
  const business = useQuery(dashboardQuery)
  const [search, setSearch] = useSearchParams()
  const change = (name: string, value: string) =>
    setSearch((known) => withParameter(known, name, value), { replace: true })
  const clear = () => setSearch({}, { replace: true })
  const isNarrowed = filterNames.some((name) => search.has(name))
  return (
    <>
      <PageHead title="Calls" aside={<ConnectionState />} />
      <FilterForm search={search} onChange={change} onClear={clear} />
      {business.data === undefined ? (
        <QueryCard title="All calls" query={business} skeletonLines={12}>
          {() => null}
        </QueryCard>
      ) : (
        <CallsCard
          key={search.toString()}
          search={search}
          timeZone={business.data.business.timeZone}
          onClear={isNarrowed ? clear : undefined}
        />
      )}
    </>
  )
}

type CallsCardProps = {
  readonly search: URLSearchParams
  readonly timeZone: string
  /** Undefined while nothing is narrowed. */
  readonly onClear: (() => void) | undefined
}

function CallsCard({ search, timeZone, onClear }: CallsCardProps) {
  const query = useInfiniteQuery(callsQuery(toCallChoice(search, timeZone)))
  return (
    <QueryCard title={onClear === undefined ? 'All calls' : 'Matching calls'} query={query} skeletonLines={12}>
      {({ pages }) => {
        const calls = pages.flatMap(({ items }) => items)
        if (calls.length === 0) return <NoCalls onClear={onClear} />
        return (
          <>
            <CallList calls={calls} timeZone={timeZone} />
            <LoadMore query={query} label="Load earlier calls" />
          </>
        )
      }}
    </QueryCard>
  )
}

/** New calls wait behind a bar while the reader is further down or has the focus in the list. */
function CallList({ calls, timeZone }: { readonly calls: readonly Call[]; readonly timeZone: string }) {
  const [hasFocus, setHasFocus] = useState(false)
  const isScrolled = useIsScrolled()
  const { shown, heldCount, release } = useHeldNews(calls, hasFocus || isScrolled)
  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => setHasFocus(currentTarget.contains(relatedTarget))
  const showNew = () => {
    release()
    window.scrollTo({ top: 0 })
  }
  return (
    <div onFocus={() => setHasFocus(true)} onBlur={leave}>
      <output className={styles['news']}>
        {heldCount > 0 && (
          <Button kind="primary" onClick={showNew}>
            {heldCount === 1 ? '1 new call' : `${heldCount} new calls`}
          </Button>
        )}
      </output>
      <CallsTable calls={shown} timeZone={timeZone} caption={`${shown.length} calls, newest first`} />
    </div>
  )
}

function NoCalls({ onClear }: { readonly onClear: (() => void) | undefined }) {
  if (onClear === undefined)
    return <EmptyState title="No calls yet">Each call to your line stands here, from the first ring on.</EmptyState>
  return (
    <EmptyState title="No call matches">
      <p>Choose other dates or outcomes, or look at all calls.</p>
      <Button onClick={onClear} className={styles['clear']}>
        Clear the filter
      </Button>
    </EmptyState>
  )
}

function withParameter(known: URLSearchParams, name: string, value: string): URLSearchParams {
  const changed = new URLSearchParams(known)
  if (value === '') changed.delete(name)
  else changed.set(name, value)
  return changed
}
