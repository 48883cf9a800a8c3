import type { Message } from '../lib/client.ts'
import { Badge } from './badge.tsx'

const failed: ReadonlySet<Message['status']> = new Set(['delivery_failed', 'sending_failed', 'expired'])

/** What an inbound text means for consent, and whether an outbound one arrived. */
export function MessageBadges({ message }: { readonly message: Message }) {
  if (message.direction === 'outbound') return <DeliveryBadge message={message} />
  switch (message.intent) {
    case 'stop':
      return (
        <Badge tone="bad" sign="✕">
          Texts: stopped
        </Badge>
      )
    case 'start':
      return (
        <Badge tone="ok" sign="✓">
          Texts: yes
        </Badge>
      )
    case 'help':
      return (
        <Badge tone="accent" sign="?">
          Asked for help
        </Badge>
      )
    case 'review':
      return (
        <Badge tone="warn" sign="!">
          Please read
        </Badge>
      )
    default:
      return null
  }
}

function DeliveryBadge({ message }: { readonly message: Message }) {
  if (failed.has(message.status)) {
    return (
      <Badge tone="bad" sign="✕">
        Not delivered{message.errorCode === null ? '' : ` · ${message.errorCode}`}
      </Badge>
    )
  }
  if (message.status === 'delivered') {
    return (
      <Badge tone="neutral" sign="✓">
        Delivered
      </Badge>
    )
  }
  return <Badge tone="neutral">{message.status === 'sent' ? 'Sent' : 'On its way'}</Badge>
}
