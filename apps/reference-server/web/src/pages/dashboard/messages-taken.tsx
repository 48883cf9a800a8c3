import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { CallerMessage } from '../../lib/client.ts'
import { formatPhone } from '../../lib/format-phone.ts'
import { formatDateTime } from '../../lib/format-time.ts'
import { callerMessagesQuery } from '../../lib/queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { QueryCard } from '../../ui/query-card.tsx'
import styles from './messages-taken.module.css'

const SHOWN = 3

/** What callers asked the assistant to pass on, newest first. */
export function MessagesTaken({ timeZone }: { readonly timeZone: string }) {
  const query = useInfiniteQuery(callerMessagesQuery)
  const [isWhole, setIsWhole] = useState(false)
  return (
    <QueryCard title="Messages for you" query={query} skeletonLines={3}>
      {({ pages }) => {
        const messages = pages.flatMap(({ items }) => items)
        if (messages.length === 0)
          return <EmptyState title="No messages">What a caller asks your assistant to pass on stands here.</EmptyState>
        return (
          <>
            <ul>
              {messages.slice(0, isWhole ? undefined : SHOWN).map((message) => (
                <TakenMessage key={message.id} message={message} timeZone={timeZone} />
              ))}
            </ul>
            {!isWhole && messages.length > SHOWN && (
              <Button onClick={() => setIsWhole(true)}>Show earlier messages</Button>
            )}
            {isWhole && <LoadMore query={query} label="Show earlier messages" />}
          </>
        )
      }}
    </QueryCard>
  )
}

function TakenMessage({ message, timeZone }: { readonly message: CallerMessage; readonly timeZone: string }) {
  const { callerName, callbackNumber, urgent, createdAt } = message
  return (
    <li className={styles['message']}>
      <p className={styles['head']}>
        <span className={styles['who']}>{callerName ?? 'A caller'}</span>
        {urgent && (
          <Badge tone="warn" sign="!">
            Urgent
          </Badge>
        )}
        <time dateTime={createdAt} className={styles['when']}>
          {formatDateTime(createdAt, timeZone)}
        </time>
      </p>
      <p className={styles['text']}>{message.message}</p>
      {callbackNumber !== null && (
        <a href={`tel:${callbackNumber}`} className={styles['call']}>
          Call back {formatPhone(callbackNumber)}
        </a>
      )}
    </li>
  )
}
