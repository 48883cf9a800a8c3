import { useId, type ReactNode } from 'react'

import styles from './card.module.css'

type CardProps = {
  readonly title: ReactNode
  /** Stands at the end of the title's line. */
  readonly aside?: ReactNode
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A part of a page that can be empty, load or fail on its own. */
export function Card({ title, aside, className, children }: CardProps) {
  const titleId = useId()
  return (
    <section className={[styles['card'], className].filter(Boolean).join(' ')} aria-labelledby={titleId}>
      <header className={styles['head']}>
        <h2 id={titleId}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
