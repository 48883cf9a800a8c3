import { Link } from 'wouter'

import styles from './wordmark.module.css'

export function Wordmark({ href }: { readonly href: string }) {
  return (
    <Link href={href} className={styles['wordmark'] ?? ''}>
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="currentColor" className={styles['tile']} />
        <path d="M9 20V12M14 23V9M19 19v-6M24 21V11" className={styles['voice']} />
      </svg>
      CloudGreet
    </Link>
  )
}
