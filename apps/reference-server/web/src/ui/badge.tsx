import type { ReactNode } from 'react'

import styles from './badge.module.css'

export type BadgeTone = 'neutral' | 'ok' | 'warn' | 'bad' | 'accent'

/** A state in a word or two, with a sign: colour alone tells nothing. */
export function Badge({
  tone,
  sign,
  children,
}: {
  readonly tone: BadgeTone
  readonly sign?: string
  readonly children: ReactNode
}) {
  return (
    <span className={[styles['badge'], styles[tone]].join(' ')}>
      {sign !== undefined && <span aria-hidden="true">{sign}</span>}
      {children}
    </span>
  )
}
