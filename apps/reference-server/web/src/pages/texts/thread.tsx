import { useInfiniteQuery } from '@tanstack/react-query'

import type { ThreadConsent } from '../../lib/client.ts'
import { describeDecision, describeRefusal } from '../../lib/consent-words.ts'
import { threadQuery } from '../../lib/queries.ts'
import { ConsentBadge } from '../../ui/consent-badge.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { QueryCard } from '../../ui/query-card.tsx'
import { Bubbles } from './bubbles.tsx'
import { Composer } from './composer.tsx'
import styles from './thread.module.css'
import { useReply } from './use-reply.ts'

type ThreadProps = {
  /** Whom the texts are with. */
  readonly number: string
  readonly timeZone: string
}

/** The texts with one person, whether the person wants any, and the way to reply. */
export function Thread({ number, timeZone }: ThreadProps) {
  const query = useInfiniteQuery(threadQuery(number))
  const reply = useReply(number)
  return (
    <QueryCard title="Conversation" query={query} skeletonLines={10}>
      {({ pages }) => {
        const [newest] = pages
        const messages = pages.flatMap(({ items }) => items).toReversed()
        return (
          <>
            <LoadMore query={query} label="Show earlier texts" />
            {messages.length === 0 && reply.sendingText === undefined ? (
              <EmptyState title="No texts with this number">A text from it appears here by itself.</EmptyState>
            ) : (
              <Bubbles messages={messages} sendingText={reply.sendingText} timeZone={timeZone} />
            )}
            {newest !== undefined && (
              <div className={styles['reply']}>
                <Wish consent={newest.consent} timeZone={timeZone} />
                <Composer reply={reply} refusal={describeRefusal(newest.consent)} />
              </div>
            )}
          </>
        )
      }}
    </QueryCard>
  )
}

/** What the person wishes, and what led there. */
function Wish({ consent, timeZone }: { readonly consent: ThreadConsent; readonly timeZone: string }) {
  return (
    <div className={styles['wish']}>
      <ConsentBadge consent={consent} />
      <p>{describeDecision(consent, timeZone)}</p>
    </div>
  )
}
