import type { BusinessId } from '@cloudgreet/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createNodeAddressHasher } from '../../adapters/node/node-address-hasher.ts'
import { rfc8785CanonicalForm as canonicalForm } from '../../adapters/rfc8785/rfc8785-canonical-form.ts'
import type { LedgerRow } from './ledger-row.ts'
import { chainHeadOf, chainOriginOf, verifyChain } from './verify-chain.ts'

const hasher = createNodeAddressHasher(new Uint8Array(32).fill(7))
const businessId = '00000000-0000-7000-8000-0000000000aa' as BusinessId
const tools = { businessId, hasher, canonicalForm }

function makeChain(length: number): LedgerRow[] {
  const rows: LedgerRow[] = []
  for (let seq = 1; seq <= length; seq += 1) {
    const event = {
      id: `00000000-0000-7000-8000-00000000000${seq}`,
      channel: 'sms',
      eventType: 'consent_revoked',
      subjectRef: hasher.subjectRef('+13125550142'),
      terms: { scope: 'all' },
      metadataDigest: 'ab',
      occurredAt: new Date(seq * 1_000),
      createdAt: new Date(seq * 1_000 + 5),
      synthetic: false,
    } as const
    const link = {
      chainSeq: String(seq),
      chainPrev: rows.at(-1)?.chainHead ?? chainOriginOf(businessId, hasher),
      canonical: canonicalForm.eventBytes(event),
    }
    rows.push({ ...event, ...link, chainHead: chainHeadOf(link, hasher) })
  }
  return rows
}

const replaced = (rows: readonly LedgerRow[], index: number, change: Partial<LedgerRow>): LedgerRow[] =>
  rows.map((row, at) => (at === index ? { ...row, ...change } : row))

describe('verifyChain', () => {
  const rows = makeChain(4)
  const [first, second, third, fourth] = rows as [LedgerRow, LedgerRow, LedgerRow, LedgerRow]

  it('accepts a whole chain, and an empty one', () => {
    expect(verifyChain(rows, tools)).toEqual({ ok: true, length: 4 })
    expect(verifyChain([], tools)).toEqual({ ok: true, length: 0 })
  })

  it('refuses a whole chain that was moved from another business', () => {
    const other = '00000000-0000-7000-8000-0000000000bb' as BusinessId
    expect(verifyChain(rows, { ...tools, businessId: other })).toEqual({
      ok: false,
      code: 'link_broken',
      chainSeq: '1',
    })
  })

  it.each<[string, LedgerRow[], string]>([
    ['a changed type', replaced(rows, 1, { eventType: 'consent_restored' }), 'row_changed'],
    ['a changed time', replaced(rows, 1, { occurredAt: new Date(0) }), 'row_changed'],
    ['changed terms', replaced(rows, 1, { terms: {} }), 'row_changed'],
    [
      'a changed row with its bytes',
      replaced(rows, 1, {
        eventType: 'x',
        canonical: canonicalForm.eventBytes({ ...second, eventType: 'x' }),
      }),
      'hash_mismatch',
    ],
    ['a removed row', rows.toSpliced(1, 1), 'sequence_broken'],
    ['an inserted row', rows.toSpliced(1, 0, second), 'sequence_broken'],
    ['moved rows', [first, third, second, fourth], 'sequence_broken'],
    ['a forked row', replaced(rows, 2, { chainPrev: new Uint8Array(32) }), 'link_broken'],
  ])('finds %s', (_name, tampered, code) => {
    expect(verifyChain(tampered, tools)).toMatchObject({ ok: false, code })
  })

  it('finds rows cut off the end, given the head', () => {
    const head = rows.at(-1)
    expect(verifyChain(rows.slice(0, 3), { ...tools, ...(head && { head }) })).toMatchObject({ code: 'head_mismatch' })
  })

  it('finds any single changed byte', () => {
    fc.assert(
      fc.property(
        fc.nat(3),
        fc.constantFrom('chainPrev', 'chainHead', 'canonical'),
        fc.nat(31),
        fc.integer({ min: 1, max: 255 }),
        (index, column, position, mask) => {
          const bytes = Uint8Array.from(rows[index]?.[column] ?? [])
          bytes[position] = (bytes[position] ?? 0) ^ mask
          expect(verifyChain(replaced(rows, index, { [column]: bytes }), tools).ok).toBe(false)
        },
      ),
    )
  })
})
