import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import type { MessageThread } from '../../lib/client.ts'
import { formatPhone } from '../../lib/format-phone.ts'
import { formatDateTime } from '../../lib/format-time.ts'
import { threadsQuery } from '../../lib/queries.ts'
import { ConsentBadge } from '../../ui/consent-badge.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { QueryCard } from '../../ui/query-card.tsx'
import styles from './thread-list.module.css'

type ThreadListProps = {
  /** Whose texts are shown. */
  readonly openNumber: string | undefined
  readonly timeZone: string
}

/** One line for each person, the liveliest first. */
export function ThreadList({ openNumber, timeZone }: ThreadListProps) {
  const query = useInfiniteQuery(threadsQuery)
  return (
    <QueryCard title="People" query={query} skeletonLines={8} className={styles['card']}>
      {({ pages }) => {
        const threads = pages.flatMap(({ items }) => items)
        if (threads.length === 0)
          return <EmptyState title="No texts yet">Texts to your line and the replies to them stand here.</EmptyState>
        return (
          <>
            <ul>
              {threads.map((thread) => (
                <ThreadLine
                  key={thread.number}
                  thread={thread}
                  isOpen={thread.number === openNumber}
                  timeZone={timeZone}
                />
              ))}
            </ul>
            <LoadMore query={query} label="Show more people" />
          </>
        )
      }}
    </QueryCard>
  )
}

type ThreadLineProps = {
  readonly thread: MessageThread
  readonly isOpen: boolean
  readonly timeZone: string
}

function ThreadLine({ thread: { number, lastMessage, consent }, isOpen, timeZone }: ThreadLineProps) {
  return (
    <li className={styles['line']}>
      <Link
        href={`/dashboard/texts/${number}`}
        className={styles['link'] ?? ''}
        aria-current={isOpen ? 'page' : undefined}
      >
        <span className={styles['who']}>{formatPhone(number)}</span>
        <time dateTime={lastMessage.createdAt} className={styles['when']}>
          {formatDateTime(lastMessage.createdAt, timeZone)}
        </time>
        <span className={styles['text']}>
          {lastMessage.direction === 'outbound' && 'You: '}
          {lastMessage.text}
        </span>
        <ConsentBadge consent={consent} />
      </Link>
    </li>
  )
}
