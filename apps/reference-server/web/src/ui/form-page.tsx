import type { ReactNode } from 'react'

import styles from './form-page.module.css'
import { PageHeading } from './page-heading.tsx'
import { Wordmark } from './wordmark.tsx'

type FormPageProps = {
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
}

/** One column with one form. */
export function FormPage({ title, lead, children }: FormPageProps) {
  return (
    <div className={styles['page']}>
      <header className={styles['top']}>
        <Wordmark href="/" />
      </header>
      <main className={styles['card']}>
        <PageHeading title={title} />
        <p className={styles['lead']}>{lead}</p>
        {children}
      </main>
    </div>
  )
}
