import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

import { formatTime } from '../lib/format-time.ts'
import { dashboardQuery } from '../lib/queries.ts'
import styles from './offline-banner.module.css'

/** Says that the page is old, and how old. */
export function OfflineBanner() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
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

function subscribe(notify: () => void): () => void {
  window.addEventListener('online', notify)
  window.addEventListener('offline', notify)
  return () => {
    window.removeEventListener('online', notify)
    window.removeEventListener('offline', notify)
  }
}
