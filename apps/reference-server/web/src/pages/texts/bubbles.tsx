import type { Message } from '../../lib/client.ts'
import { formatDateTime } from '../../lib/format-time.ts'
import { Badge } from '../../ui/badge.tsx'
import { MessageBadges } from '../../ui/message-badges.tsx'
import styles from './bubbles.module.css'

type BubblesProps = {
  /** Oldest first. */
  readonly messages: readonly Message[]
  /** A reply on its way to the server. */
  readonly sendingText: string | undefined
  readonly timeZone: string
}

/** Theirs at the left, ours at the right. A new text comes into sight, and is read out. */
export function Bubbles({ messages, sendingText, timeZone }: BubblesProps) {
  const newestId = sendingText === undefined ? messages.at(-1)?.id : undefined
  return (
    <div role="log" aria-label="Texts, the newest last">
      <ol className={styles['bubbles']}>
        {messages.map((message) => (
          <li
            key={message.id}
            ref={message.id === newestId ? bringIntoSight : undefined}
            className={styles['line']}
            data-direction={message.direction}
          >
            <p className={styles['bubble']}>{message.text}</p>
            <p className={styles['foot']}>
              <span className={styles['who']}>{message.direction === 'inbound' ? 'They wrote' : 'You wrote'}</span>
              <time dateTime={message.createdAt}>{formatDateTime(message.createdAt, timeZone)}</time>
              <MessageBadges message={message} />
            </p>
            {message.failure !== null && (
              <p className={styles['failure']}>
                {message.failure.text} {message.failure.nextAction}
              </p>
            )}
          </li>
        ))}
        {sendingText !== undefined && (
          <li ref={bringIntoSight} className={styles['line']} data-direction="outbound">
            <p className={styles['bubble']}>{sendingText}</p>
            <p className={styles['foot']}>
              <Badge tone="neutral">Sending…</Badge>
            </p>
          </li>
        )}
      </ol>
    </div>
  )
}

function bringIntoSight(line: HTMLLIElement | null): void {
  line?.scrollIntoView({ block: 'nearest' })
}
