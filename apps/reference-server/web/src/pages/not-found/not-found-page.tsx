import { Link } from 'wouter'

import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeading } from '../../ui/page-heading.tsx'
import styles from './not-found-page.module.css'

export function NotFoundPage() {
  return (
    <div className={styles['page']}>
      <PageHeading title="There is no such page" />
      <EmptyState title="The address may be mistyped or old.">
        <Link href="/dashboard">Go to your calls</Link>
      </EmptyState>
    </div>
  )
}
