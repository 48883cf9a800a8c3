import type { Json } from '@cloudgreet/core'

import type { MessageFacts, MessageIntent } from './message-facts.ts'

/** Somebody texted us. `message.to` is our number. */
export type MessageReceived = {
  readonly type: 'message_received'
  readonly occurredAt: Date
  readonly message: MessageFacts
  /** Set when the vendor matched a keyword, and answered by itself: it also holds a block after STOP. */
  readonly autoresponse: 'STOP' | 'START' | 'HELP' | null
  /** Pictures and files that came with it. */
  readonly mediaCount: number
}

/** A text of ours went on, or failed. `message.from` is our number. */
export type MessageUpdated = {
  readonly type: 'message_updated'
  readonly occurredAt: Date
  readonly message: MessageFacts
}

export type MessageEvent = MessageReceived | MessageUpdated

/** What the consent rules make of an inbound text; the server wires them in. */
export type MessageDecision = {
  readonly intent?: MessageIntent | undefined
  /** Parameters of the ledger's fragment: present when the text is consent, or the end of it. */
  readonly ledger?: Readonly<Record<string, unknown>> | undefined
  /** The workflow that does the follow-up: answers, alerts. */
  readonly workflow?: string | undefined
  /** Goes with the event, to the workflow and the dashboard. */
  readonly data?: { readonly [name: string]: Json | undefined } | undefined
}
