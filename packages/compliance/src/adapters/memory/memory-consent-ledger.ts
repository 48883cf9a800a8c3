import type { BusinessId, Clock, ConsentRecord, ConsentRecorder, IdSource } from '@cloudgreet/core'

import type { ConsentEvent } from '../../domain/consent/consent-event.ts'
import { toConsentEvent, toLedgerTerms } from '../../domain/ledger/ledger-event.ts'
import type { ContactIntent, ContactSession, ContactStore, ContactSubject } from '../../ports/contact-store.ts'

export type RecordedConsent = ConsentRecord & { readonly id: string; readonly createdAt: Date }

export interface MemoryConsentLedger extends ConsentRecorder, ContactStore {
  /** Everything recorded for a business, oldest first. */
  recordsOf(businessId: BusinessId): readonly RecordedConsent[]
}

type KeptIntent = ContactSubject & ContactIntent

/**
 * The ledger of one process, for tests and examples: consent recorder and contact store in one.
 * It keeps no chain, and a joined transaction is not undone with it.
 */
export function createMemoryConsentLedger({
  ids,
  clock,
}: {
  readonly ids: IdSource
  readonly clock: Clock
}): MemoryConsentLedger {
  let records: readonly RecordedConsent[] = []
  const intents = new Map<string, KeptIntent>()
  const locked = createLocks()

  const append = (record: ConsentRecord): void => {
    const isKnown = records.some(
      ({ businessId, idempotencyKey }) => businessId === record.businessId && idempotencyKey === record.idempotencyKey,
    )
    if (!isKnown) records = [...records, { ...record, id: ids.next<'LedgerEvent'>(), createdAt: clock.now() }]
  }

  const sessionOf = (subject: ContactSubject): ContactSession => ({
    history: async (withoutIntent) =>
      records
        .filter((record) => isAbout(record, subject) && record.idempotencyKey !== confirmationKey(withoutIntent))
        .flatMap(toEvent),
    keepIntent: async (intent) => {
      const kept = intents.get(intent.intentKey)
      if (kept !== undefined)
        return isAbout(kept, subject) && kept.channel === intent.channel && kept.purpose === intent.purpose
      intents.set(intent.intentKey, { ...subject, ...intent })
      return true
    },
    recordConfirmation: async ({ channel, intentKey, openedAt }) =>
      append({
        ...subject,
        channel,
        type: 'optout_confirmation_sent',
        occurredAt: openedAt,
        idempotencyKey: confirmationKey(intentKey),
        metadata: { intentKey },
      }),
  })

  return {
    record: (record) => locked(record.address, async () => append(record)),
    recordsOf: (business) => records.filter(({ businessId }) => businessId === business),
    histories: async (businessId, addresses) =>
      new Map(addresses.map((address) => [address, historyOf(records, { businessId, address })])),
    hasIntent: async (intentKey) => intents.has(intentKey),
    withSubject: ({ businessId, address }, work) => locked(address, () => work(sessionOf({ businessId, address }))),
  }
}

function isAbout(record: ContactSubject, { businessId, address }: ContactSubject): boolean {
  return record.businessId === businessId && record.address === address
}

function historyOf(records: readonly RecordedConsent[], subject: ContactSubject): readonly ConsentEvent[] {
  return records.filter((record) => isAbout(record, subject)).flatMap(toEvent)
}

function confirmationKey(intentKey: string): string {
  return `optout_confirmation:${intentKey}`
}

function toEvent({ type: eventType, metadata, ...record }: RecordedConsent): readonly ConsentEvent[] {
  const event = toConsentEvent({ ...record, eventType, terms: toLedgerTerms(metadata) })
  return event === undefined ? [] : [event]
}

/** Runs what is asked for one key after the other. */
function createLocks(): <Result>(key: string, work: () => Promise<Result>) => Promise<Result> {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work)
    last.set(key, turn)
    return turn
  }
}
