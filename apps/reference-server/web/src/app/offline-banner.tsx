import { useQuery } from '@tanstack/react-query'

import { formatTime } from '../lib/format-time.ts'
import { dashboardQuery } from '../lib/queries.ts'
import { useIsOnline } from '../lib/use-is-online.ts'
import styles from './offline-banner.module.css'

/** Says that the page is old, and how old. */
export function OfflineBanner() {
  const isOnline = useIsOnline()
  const { data, dataUpdatedAt } = useQuery(dashboardQuery)
  if (isOnline) return null
  const since =
    data === undefined ? undefined : formatTime(new Date(dataUpdatedAt).toISOString(), data.business.timeZone)
  return (
    <output className={styles['banner']}>
      You are offline. {since === undefined ? 'Nothing is loaded yet.' : `What you see is from ${since}.`} Calls and
      texts are still answered.
    </output>
  )
}
