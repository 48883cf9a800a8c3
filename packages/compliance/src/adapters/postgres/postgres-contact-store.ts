import type { BusinessId, Transaction, Transactions } from '@cloudgreet/core'
import { executorOf } from '@cloudgreet/core/postgres'
import { sql } from 'kysely'

import type { ConsentEvent } from '../../domain/consent/consent-event.ts'
import { toLegacyConsentEvent } from '../../domain/consent/legacy-consent.ts'
import { toConsentEvent } from '../../domain/ledger/ledger-event.ts'
import type { LedgerTools } from '../../ledger/prepare-ledger-entry.ts'
import type { ContactIntent, ContactSession, ContactStore, ContactSubject } from '../../ports/contact-store.ts'
import { appendLedgerEntry, lockSubject } from './append-ledger-entry.ts'
import type { ComplianceTables } from './compliance-tables.ts'

export type PostgresContactStoreOptions = LedgerTools & { readonly transactions: Transactions }

/** {@link ContactStore} over the ledger, as the business's tenant; its lock is the one that the webhook statement takes. */
export function createPostgresContactStore({ transactions, ...tools }: PostgresContactStoreOptions): ContactStore {
  return {
    withSubject: (subject, work) =>
      transactions.asTenant(subject.businessId, async (transaction) => {
        const subjectRef = tools.hasher.subjectRef(subject.address)
        await lockSubject(transaction, subjectRef)
        return work(sessionOf(transaction, { ...subject, subjectRef }, tools))
      }),
    histories: (businessId, addresses) =>
      transactions.asTenant(businessId, (transaction) => histories(transaction, { businessId, addresses, tools })),
    // Keys are unique over all businesses, and the caller may not know whose it is.
    hasIntent: (intentKey) =>
      transactions.asOwner('contact_intent_lookup', async (transaction) => {
        const row = await executorOf<ComplianceTables>(transaction)
          .selectFrom('contact_intents')
          .select('intent_key')
          .where('intent_key', '=', intentKey)
          .executeTakeFirst()
        return row !== undefined
      }),
  }
}

type LockedSubject = ContactSubject & { readonly subjectRef: string }

function sessionOf(transaction: Transaction, subject: LockedSubject, tools: LedgerTools): ContactSession {
  return {
    history: async (withoutIntent) => [
      ...(await ledgerEvents(transaction, subject, confirmationKey(withoutIntent))),
      ...(await legacyEvents(transaction, subject)),
    ],
    keepIntent: (intent) => keepIntent(transaction, subject, intent),
    recordConfirmation: ({ channel, intentKey, openedAt }) =>
      appendLedgerEntry(
        transaction,
        {
          businessId: subject.businessId,
          address: subject.address,
          channel,
          eventType: 'optout_confirmation_sent',
          occurredAt: openedAt,
          idempotencyKey: confirmationKey(intentKey),
          metadata: { intentKey },
        },
        tools,
      ),
  }
}

function confirmationKey(intentKey: string): string {
  return `optout_confirmation:${intentKey}`
}

async function histories(
  transaction: Transaction,
  { businessId, addresses, tools }: { businessId: BusinessId; addresses: readonly string[]; tools: LedgerTools },
): Promise<ReadonlyMap<string, readonly ConsentEvent[]>> {
  if (addresses.length === 0) return new Map()
  const refs = addresses.map((address) => tools.hasher.subjectRef(address))
  const [ledger, legacy] = [
    await ledgerRows(transaction, businessId).where('subject_ref', 'in', refs).execute(),
    await legacyRows(transaction, businessId).where('phone', 'in', addresses).execute(),
  ]
  return new Map(
    addresses.map((address, place) => [
      address,
      [
        ...ledger.flatMap((row) => (row.subjectRef === refs[place] ? (toConsentEvent(row) ?? []) : [])),
        ...legacy.flatMap((row) => (row.phone === address ? toLegacyConsentEvent(row) : [])),
      ],
    ]),
  )
}

function ledgerRows(transaction: Transaction, businessId: BusinessId) {
  return executorOf<ComplianceTables>(transaction)
    .selectFrom('compliance_ledger')
    .select([
      'id',
      'channel',
      'event_type as eventType',
      'occurred_at as occurredAt',
      'created_at as createdAt',
      'terms',
      'subject_ref as subjectRef',
    ])
    .where('business_id', '=', businessId)
}

function legacyRows(transaction: Transaction, businessId: BusinessId) {
  return executorOf<ComplianceTables>(transaction)
    .selectFrom('consents')
    .select(['id', 'type', 'phone', 'created_at as createdAt'])
    .where('business_id', '=', businessId)
}

async function ledgerEvents(
  transaction: Transaction,
  { businessId, subjectRef }: LockedSubject,
  exceptKey: string,
): Promise<readonly ConsentEvent[]> {
  const rows = await ledgerRows(transaction, businessId)
    .where('subject_ref', '=', subjectRef)
    .where(sql<boolean>`idempotency_key IS DISTINCT FROM ${exceptKey}`)
    .execute()
  return rows.flatMap((row) => toConsentEvent(row) ?? [])
}

async function legacyEvents(
  transaction: Transaction,
  { businessId, address }: ContactSubject,
): Promise<readonly ConsentEvent[]> {
  const rows = await legacyRows(transaction, businessId).where('phone', '=', address).execute()
  return rows.map(toLegacyConsentEvent)
}

async function keepIntent(transaction: Transaction, subject: LockedSubject, intent: ContactIntent): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await executorOf<ComplianceTables>(transaction)
    .insertInto('contact_intents')
    .values({
      intent_key: intent.intentKey,
      business_id: subject.businessId,
      subject_ref: subject.subjectRef,
      channel: intent.channel,
      purpose: intent.purpose,
      opened_at: intent.openedAt,
    })
    .onConflict((conflict) =>
      conflict
        .column('intent_key')
        .doUpdateSet({ attempts: sql<number>`contact_intents.attempts + 1` })
        .whereRef('contact_intents.subject_ref', '=', 'excluded.subject_ref')
        .whereRef('contact_intents.channel', '=', 'excluded.channel')
        .whereRef('contact_intents.purpose', '=', 'excluded.purpose'),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
