/** A JSON object as it travels on the wire. */
export type WireObject = Readonly<Record<string, unknown>>

/** Every effect that the simulated vendors keep, and the collection whose record it replaces or deletes. */
export const collectionOfEffect = {
  llm_created: 'llms',
  llm_updated: 'llms',
  llm_version_created: 'llms',
  llm_published: 'llms',
  llm_deleted: 'llms',
  agent_created: 'agents',
  agent_updated: 'agents',
  agent_version_created: 'agents',
  agent_published: 'agents',
  agent_deleted: 'agents',
  trunk_number_imported: 'trunkNumbers',
  trunk_number_updated: 'trunkNumbers',
  trunk_number_deleted: 'trunkNumbers',
  number_ordered: 'orders',
  number_order_ended: 'orders',
  number_seeded: 'numbers',
  number_connected: 'numbers',
  number_profile_set: 'numbers',
  message_sent: 'messages',
  message_under_way: 'messages',
  message_finalized: 'messages',
  message_received: 'messages',
  vendor_reply_sent: 'vendorReplies',
  block_added: 'blocks',
  block_deleted: 'blocks',
  application_created: 'applications',
  application_updated: 'applications',
  line_begun: 'lines',
  line_answered: 'lines',
  line_bridged: 'lines',
  line_ended: 'lines',
  line_commanded: 'lineCommands',
  recording_saved: 'recordings',
  call_registered: 'calls',
  call_started: 'calls',
  call_ended: 'calls',
  call_analyzed: 'calls',
} as const

export type Effect = keyof typeof collectionOfEffect
export type Collection = (typeof collectionOfEffect)[Effect]

/** One thing that happened at a vendor, written to disk before the vendor answers. */
export interface LedgerEntry {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly vendor: 'retell' | 'telnyx'
  readonly effect: Effect
  /** The caller's idempotency key, where it sent one. */
  readonly key?: string | undefined
  /** The vendor's id of the record. */
  readonly id: string
  /** The record after the effect, so that the ledger alone rebuilds the vendor. */
  readonly detail: WireObject
}
