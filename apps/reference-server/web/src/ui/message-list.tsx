import type { Message } from '../lib/client.ts'
import { formatPhone } from '../lib/format-phone.ts'
import { formatDateTime } from '../lib/format-time.ts'
import { MessageBadges } from './message-badges.tsx'
import styles from './message-list.module.css'

type MessageListProps = {
  readonly messages: readonly Message[]
  readonly timeZone: string
}

/** Texts in both directions, newest first. */
export function MessageList({ messages, timeZone }: MessageListProps) {
  return (
    <ul className={styles['list']}>
      {messages.map((message) => (
        <li key={message.id} className={styles['message']}>
          <div className={styles['head']}>
            <span className={styles['who']}>
              {message.direction === 'inbound' ? formatPhone(message.from) : `To ${formatPhone(message.to)}`}
            </span>
            <time dateTime={message.createdAt} className={styles['when']}>
              {formatDateTime(message.createdAt, timeZone)}
            </time>
          </div>
          <p className={styles['text']}>{message.text}</p>
          <MessageBadges message={message} />
        </li>
      ))}
    </ul>
  )
}
