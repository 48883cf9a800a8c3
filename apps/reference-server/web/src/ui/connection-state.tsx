import { useEffect, useState } from 'react'

import { useLiveState, type LiveState } from '../lib/live.ts'
import styles from './connection-state.module.css'

const words: Readonly<Record<LiveState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  paused: 'Paused',
  closed: 'Paused',
}

const PATIENCE_MS = 2_000

/** Dot and word. A cut line is shown only when it lasts, so that a short one does not worry anybody. */
export function ConnectionState() {
  const state = useLiveState()
  const [shown, setShown] = useState<LiveState>(state)
  useEffect(() => {
    const isShort = state === 'reconnecting' || state === 'connecting'
    const timer = setTimeout(() => setShown(state), isShort ? PATIENCE_MS : 0)
    return () => clearTimeout(timer)
  }, [state])
  return (
    <output className={styles['state']} data-state={shown}>
      <span className={styles['dot']} aria-hidden="true" />
      {words[shown]}
    </output>
  )
}
