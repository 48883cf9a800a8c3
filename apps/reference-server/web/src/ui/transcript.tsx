import { formatOffset } from '../lib/format-time.ts'
import type { TranscriptTurn } from '../lib/client.ts'
import styles from './transcript.module.css'

const speakers: Readonly<Record<TranscriptTurn['role'], string>> = {
  agent: 'Assistant',
  user: 'Caller',
  transfer_target: 'Colleague',
}

type TranscriptProps = {
  readonly turns: readonly TranscriptTurn[]
  /** The call goes on: the last turn may still grow and is shown muted. */
  readonly isGrowing?: boolean
}

/** Who said what, and when. A growing transcript is not announced: it would never end. */
export function Transcript({ turns, isGrowing = false }: TranscriptProps) {
  // A turn is known by its place: it grows where it stands.
  const placed = turns.map((turn, place) => ({ turn, place }))
  return (
    <ol className={styles['turns']} aria-label="Transcript">
      {placed.map(({ turn, place }) => (
        <li
          key={place}
          className={[styles['turn'], isGrowing && place === turns.length - 1 && styles['partial']]
            .filter(Boolean)
            .join(' ')}
        >
          <span className={styles['time']}>{formatOffset(turn.startSeconds)}</span>
          <p className={styles['words']}>
            <b>{speakers[turn.role]}</b> {turn.content}
          </p>
        </li>
      ))}
    </ol>
  )
}
