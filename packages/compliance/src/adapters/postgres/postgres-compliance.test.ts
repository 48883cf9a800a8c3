import { type BusinessId, type ConsentRecord, uuidSource } from '@cloudgreet/core'
import { coreMigrations, executorOf, postgresTransactions } from '@cloudgreet/core/postgres'
import { FakeClock, forEachDatabase } from '@cloudgreet/core/testkit'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'

import { verifyChain } from '../../domain/ledger/verify-chain.ts'
import { createConsentReader } from '../../gate/create-consent-reader.ts'
import { createContactGate } from '../../gate/create-contact-gate.ts'
import { type NewLedgerEvent, noLedgerEntry, prepareLedgerEntry } from '../../ledger/prepare-ledger-entry.ts'
import { consentReaderContract } from '../../testkit/consent-reader-contract.ts'
import { consentRecorderContract } from '../../testkit/consent-recorder-contract.ts'
import { contactGateContract } from '../../testkit/contact-gate-contract.ts'
import { createNodeAddressHasher } from '../node/node-address-hasher.ts'
import { rfc8785CanonicalForm } from '../rfc8785/rfc8785-canonical-form.ts'
import type { ComplianceTables } from './compliance-tables.ts'
import { runLedgerFragment } from '../../__fixtures__/ledger-frame.ts'
import { complianceMigrations } from './migrations/index.ts'
import { createPostgresConsentRecorder } from './postgres-consent-recorder.ts'
import { createPostgresContactStore } from './postgres-contact-store.ts'
import { readChain } from './read-chain.ts'

const hasher = createNodeAddressHasher(new Uint8Array(32).fill(7))
const address = '+13125550142'

forEachDatabase([coreMigrations, complianceMigrations], (database, kind) => {
  async function makeBusiness(): Promise<BusinessId> {
    const id = uuidSource.next<'Business'>()
    await database().pool.query(`INSERT INTO businesses (id, business_name) VALUES ($1, 'Fictional Plumbing')`, [id])
    return id
  }

  function makeParts() {
    const clock = new FakeClock()
    const transactions = postgresTransactions(database())
    const tools = { ids: uuidSource, clock, hasher }
    const store = createPostgresContactStore({ transactions, ...tools })
    return {
      clock,
      transactions,
      tools,
      store,
      recorder: createPostgresConsentRecorder({ transactions, ...tools }),
      gate: createContactGate({ store, clock }),
    }
  }

  const revocation = (businessId: BusinessId, idempotencyKey = 'stop-1'): ConsentRecord => ({
    businessId,
    address,
    channel: 'sms',
    type: 'consent_revoked',
    occurredAt: new Date('2026-01-15T12:00:00Z'),
    idempotencyKey,
    metadata: { request: { from: address, text: 'STOP\0 \uD800' } },
  })

  const chainOf = (businessId: BusinessId) =>
    postgresTransactions(database()).asOwner('test', (transaction) => readChain(transaction, businessId))

  const headOf = async (businessId: BusinessId) => {
    const { rows } = await database().pool.query<{ chainSeq: string; chainHead: Buffer }>(
      `SELECT chain_seq AS "chainSeq", chain_head AS "chainHead" FROM business_counters WHERE business_id = $1`,
      [businessId],
    )
    const [head] = rows
    return head ?? expect.fail('no counter row')
  }

  consentReaderContract({
    name: kind,
    makeSubject: async () => {
      const { store, recorder, clock } = makeParts()
      const reader = createConsentReader({ store, clock })
      return { reader, recorder, clock, businessIds: [await makeBusiness(), await makeBusiness()] }
    },
  })

  consentRecorderContract({
    name: kind,
    makeSubject: async () => {
      const { recorder } = makeParts()
      return {
        recorder,
        businessIds: [await makeBusiness(), await makeBusiness()],
        recordsOf: async (businessId) => {
          const rows = await database()
            .tables<ComplianceTables>()
            .selectFrom('compliance_events')
            .selectAll()
            .where('business_id', '=', businessId)
            .orderBy('chain_seq')
            .execute()
          return rows.map(({ event_type: type, channel, metadata, occurred_at: occurredAt }) => ({
            type,
            channel,
            metadata: metadata ?? {},
            occurredAt,
          }))
        },
      }
    },
  })

  contactGateContract({
    name: kind,
    makeSubject: async () => ({ ...makeParts(), businessId: await makeBusiness() }),
  })

  describe('the chain', () => {
    it('verifies up to the counter row, and names what was tampered with', async () => {
      const businessId = await makeBusiness()
      const { recorder } = makeParts()
      for (const key of ['a', 'b', 'c']) await recorder.record(revocation(businessId, key))
      const [rows, head] = [await chainOf(businessId), await headOf(businessId)]
      const tools = { businessId, hasher, canonicalForm: rfc8785CanonicalForm, head }
      expect(verifyChain(rows, tools)).toEqual({ ok: true, length: 3 })
      expect(verifyChain(rows.slice(0, 2), tools)).toMatchObject({ code: 'head_mismatch' })
      expect(verifyChain(rows.slice(1), tools)).toMatchObject({ code: 'sequence_broken' })
    })

    it('is refused every change, even by the owner', async () => {
      const businessId = await makeBusiness()
      await makeParts().recorder.record(revocation(businessId))
      for (const statement of ['UPDATE compliance_ledger SET channel = channel', 'DELETE FROM compliance_ledger'])
        await expect(database().pool.query(statement)).rejects.toMatchObject({ code: '42501' })
      await expect(database().pool.query('TRUNCATE compliance_ledger CASCADE')).rejects.toMatchObject({ code: '42501' })
    })

    it('still verifies, and still refuses contact, after the evidence is erased and the business is gone', async () => {
      const businessId = await makeBusiness()
      const { recorder, gate } = makeParts()
      await recorder.record({ ...revocation(businessId), metadata: { scope: 'all' } })
      await database().pool.query('DELETE FROM compliance_evidence WHERE business_id = $1', [businessId])
      await database().pool.query('DELETE FROM businesses WHERE id = $1', [businessId])
      const verified = verifyChain(await chainOf(businessId), {
        businessId,
        hasher,
        canonicalForm: rfc8785CanonicalForm,
      })
      expect(verified).toEqual({ ok: true, length: 1 })
      const request = { businessId, address, channel: 'voice', purpose: 'marketing', intentKey: businessId } as const
      expect(await gate.open(request)).toMatchObject({ allowed: false, reasons: ['opted_out'] })
    })

    it('undoes the event with the transaction that it joined', async () => {
      const businessId = await makeBusiness()
      const { recorder, transactions } = makeParts()
      const failing = transactions.asOwner('test', async (transaction) => {
        await recorder.record(revocation(businessId), transaction)
        throw new Error('registration failed')
      })
      await expect(failing).rejects.toThrow('registration failed')
      expect(await chainOf(businessId)).toEqual([])
      expect(await headOf(businessId)).toMatchObject({ chainSeq: '0' })
    })
  })

  describe('the view', () => {
    it('answers the queries of the runbook', async () => {
      const businessId = await makeBusiness()
      await makeParts().recorder.record(revocation(businessId))
      const latest = await database().pool.query(
        `SELECT channel, event_type, created_at, metadata FROM compliance_events
         WHERE channel IN ('voice','sms') ORDER BY created_at DESC LIMIT 20`,
      )
      expect(Object.keys(latest.rows[0] ?? {})).toEqual(['channel', 'event_type', 'created_at', 'metadata'])
      const ofPerson = await database().pool.query(
        `SELECT * FROM compliance_events WHERE metadata->'request'->>'from' LIKE '+1312%' ORDER BY created_at DESC`,
      )
      expect(ofPerson.rows).toContainEqual(
        expect.objectContaining({
          business_id: businessId,
          metadata: expect.objectContaining({
            request: { from: address, text: 'STOP\uFFFD \uFFFD' },
          }),
        }),
      )
    })

    it('shows a tenant its own events only', async () => {
      const [mine, other] = [await makeBusiness(), await makeBusiness()]
      const { recorder, transactions } = makeParts()
      await recorder.record(revocation(mine))
      await recorder.record(revocation(other))
      const seen = await transactions.asTenant(mine, (transaction) =>
        executorOf<ComplianceTables>(transaction).selectFrom('compliance_events').select('business_id').execute(),
      )
      expect(seen).toEqual([{ business_id: mine }])
    })

    it('finds the latest events by index', async () => {
      const plan = await postgresTransactions(database()).asOwner('test', async (transaction) => {
        await sql`SET LOCAL enable_seqscan = off`.execute(executorOf(transaction))
        const { rows } = await sql<{ 'QUERY PLAN': string }>`EXPLAIN SELECT channel, event_type, created_at, metadata
          FROM compliance_events WHERE channel IN ('voice','sms') ORDER BY created_at DESC LIMIT 20`.execute(
          executorOf(transaction),
        )
        return rows.map((row) => row['QUERY PLAN']).join('\n')
      })
      expect(plan).toContain('compliance_ledger_recent')
    })
  })

  describe('the ledger fragment', () => {
    const event: NewLedgerEvent = {
      address,
      channel: 'sms',
      eventType: 'consent_revoked',
      occurredAt: new Date('2026-01-15T11:59:59Z'),
      metadata: { request: { from: address }, rule: 'stop.keyword' },
    }

    it('appends what the recorder and the gate understand', async () => {
      const businessId = await makeBusiness()
      const { tools, recorder, gate } = makeParts()
      await runLedgerFragment(database(), businessId, prepareLedgerEntry(event, tools))
      await recorder.record(revocation(businessId))
      expect(
        verifyChain(await chainOf(businessId), { businessId, hasher, canonicalForm: rfc8785CanonicalForm }),
      ).toEqual({
        ok: true,
        length: 2,
      })
      const request = { businessId, address, channel: 'sms', purpose: 'marketing', intentKey: businessId } as const
      expect(await gate.open(request)).toMatchObject({ allowed: false, reasons: ['opted_out'] })
    })

    it('adds nothing without an entry', async () => {
      const businessId = await makeBusiness()
      await runLedgerFragment(database(), businessId, noLedgerEntry)
      expect(await chainOf(businessId)).toEqual([])
    })
  })

  describe('legacy consents', () => {
    it('count in the gate beside the ledger', async () => {
      const businessId = await makeBusiness()
      const { recorder, gate } = makeParts()
      await recorder.record({ ...revocation(businessId), type: 'consent_granted', metadata: { kind: 'written' } })
      await database().pool.query(
        `INSERT INTO consents (business_id, phone, type, created_at) VALUES ($1, $2, 'STOP', '2026-01-15T12:30:00Z')`,
        [businessId, address],
      )
      const request = { businessId, address, channel: 'sms', purpose: 'marketing', intentKey: businessId } as const
      expect(await gate.open(request)).toMatchObject({ allowed: false, reasons: ['opted_out'] })
    })
  })
})
