import type { ReactNode } from 'react'

import styles from './page-head.module.css'
import { PageHeading } from './page-heading.tsx'

/** Title of a page with what belongs beside it. */
export function PageHead({ title, aside }: { readonly title: string; readonly aside?: ReactNode }) {
  return (
    <div className={styles['head']}>
      <PageHeading title={title} />
      {aside}
    </div>
  )
}
