import { Link } from 'wouter'

import type { Message } from '../../lib/client.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MessageList } from '../../ui/message-list.tsx'

const SHOWN = 8

type NewestTextsProps = {
  readonly messages: readonly Message[]
  readonly timeZone: string
}

export function NewestTexts({ messages, timeZone }: NewestTextsProps) {
  return (
    <Card title="Texts" aside={messages.length > SHOWN && <Link href="/dashboard/texts">All texts</Link>}>
      {messages.length === 0 ? (
        <EmptyState title="No texts yet">Texts to your line and the replies to them stand here.</EmptyState>
      ) : (
        <MessageList messages={messages.slice(0, SHOWN)} timeZone={timeZone} />
      )}
    </Card>
  )
}
