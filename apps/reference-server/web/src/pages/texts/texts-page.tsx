import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { formatPhone } from '../../lib/format-phone.ts'
import { dashboardQuery } from '../../lib/queries.ts'
import { ConnectionState } from '../../ui/connection-state.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { PageHeading } from '../../ui/page-heading.tsx'
import styles from './texts-page.module.css'
import { Thread } from './thread.tsx'
import { ThreadList } from './thread-list.tsx'

/** People at the left, the texts with one of them at the right; on a phone one after the other. */
export function TextsPage({ number }: { readonly number?: string | undefined }) {
  const timeZone = useQuery(dashboardQuery).data?.business.timeZone ?? 'UTC'
  return (
    <div className={styles['page']} data-open={number !== undefined}>
      <div className={styles['people']}>
        {number === undefined ? (
          <PageHead title="Texts" aside={<ConnectionState />} />
        ) : (
          <h2 className={styles['title']}>Texts</h2>
        )}
        <ThreadList openNumber={number} timeZone={timeZone} />
      </div>
      {number === undefined ? (
        <div className={styles['nobody']}>
          <EmptyState title="Choose a person">Their texts and your replies stand here.</EmptyState>
        </div>
      ) : (
        <div className={styles['thread']} key={number}>
          <div className={styles['head']}>
            <Link href="/dashboard/texts" className={styles['back'] ?? ''}>
              ← All texts
            </Link>
            <PageHeading title={`Texts with ${formatPhone(number)}`} />
            <a href={`tel:${number}`} className={styles['call']}>
              Call
            </a>
            <ConnectionState />
          </div>
          <Thread number={number} timeZone={timeZone} />
        </div>
      )}
    </div>
  )
}
