import { FakeClock, SequentialIdSource } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

import { createNodeAddressHasher } from '../adapters/node/node-address-hasher.ts'
import { noLedgerEntry, prepareLedgerEntry } from './prepare-ledger-entry.ts'

const tools = () => ({
  ids: new SequentialIdSource(),
  clock: new FakeClock(),
  hasher: createNodeAddressHasher(new Uint8Array(32).fill(7)),
})
const event = {
  address: '+13125550142',
  channel: 'sms',
  eventType: 'consent_granted',
  occurredAt: new Date('2026-01-15T11:59:59Z'),
  metadata: {
    request: { from: '+13125550142' },
    kind: 'written',
    evidence: { form: 'f1' },
    consentAt: '2026-01-15T11:00:00Z',
  },
} as const

describe('prepareLedgerEntry', () => {
  it('writes these bytes, today and in ten years', () => {
    const { canonical } = prepareLedgerEntry(event, tools())
    expect(new TextDecoder().decode(canonical)).toBe(
      '{"channel":"sms","createdAt":"2026-01-15T12:00:00.000Z","eventType":"consent_granted",' +
        '"id":"00000000-0000-7000-8000-000000000001",' +
        '"metadataDigest":"f0b0b698676cc5cec00c44790987875ba2ba35ff68695109e8d8a96614543e39",' +
        '"occurredAt":"2026-01-15T11:59:59.000Z",' +
        '"subjectRef":"d3eb51c68cfa5af3b90ac2c89290f5c93ddff38f9c0ab0527e6b908ce8b1db2b","synthetic":false,' +
        '"terms":{"consentAt":"2026-01-15T11:00:00.000Z","evidence":true,"kind":"written"}}',
    )
  })

  it('keeps the address and the evidence out of the bytes', () => {
    const { canonical, parameters } = prepareLedgerEntry(event, tools())
    expect(new TextDecoder().decode(canonical)).not.toContain('5550142')
    expect(parameters.ledger_address).toBe('+13125550142')
    expect(JSON.parse(parameters.ledger_metadata ?? '')).toEqual(event.metadata)
  })

  it('replaces what a database cannot store', () => {
    const { parameters } = prepareLedgerEntry({ ...event, metadata: { 'te\0xt': ['a\0b', '\uDC00', '😀'] } }, tools())
    expect(JSON.parse(parameters.ledger_metadata ?? '')).toEqual({ 'te\uFFFDxt': ['a\uFFFDb', '\uFFFD', '😀'] })
  })

  it('ignores terms of another shape', () => {
    const metadata = { kind: 'verbal', scope: 7, consentAt: 'yesterday', verdict: null, evidence: false }
    expect(prepareLedgerEntry({ ...event, metadata }, tools()).parameters.ledger_terms).toBe('{"evidence":false}')
  })

  it('has a null for every parameter when there is no entry', () => {
    const { parameters } = prepareLedgerEntry(event, tools())
    expect(Object.keys(noLedgerEntry.parameters)).toEqual(Object.keys(parameters))
    expect(new Set(Object.values(noLedgerEntry.parameters))).toEqual(new Set([null]))
  })
})

describe('the address hasher', () => {
  it('refuses a short key', () => {
    expect(() => createNodeAddressHasher(new Uint8Array(31))).toThrow(
      expect.objectContaining({ code: 'validation_failed' }),
    )
  })
})
