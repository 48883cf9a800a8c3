import type { ReactNode } from 'react'

import styles from './empty-state.module.css'

/** Why there is nothing, and the one next step. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles['empty']}>
      <p className={styles['title']}>{title}</p>
      <div className={styles['why']}>{children}</div>
    </div>
  )
}
