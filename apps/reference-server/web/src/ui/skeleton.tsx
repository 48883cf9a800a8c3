import { useEffect, useState } from 'react'

import styles from './skeleton.module.css'

const QUIET_MS = 150

/** Nothing for 150 ms, then grey lines of the size of what comes. */
export function Skeleton({ lines, label }: { readonly lines: number; readonly label: string }) {
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), QUIET_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <output className={styles['skeleton']} aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={isShown ? styles['line'] : styles['hidden']} />
      ))}
    </output>
  )
}
