import type { BusinessId } from '@cloudgreet/core'

import type { AddressHasher } from '../../ports/address-hasher.ts'
import type { CanonicalForm } from '../../ports/canonical-form.ts'
import type { LedgerRow } from './ledger-row.ts'

export type ChainDefectCode =
  /** A column differs from the bytes that were hashed. */
  | 'row_changed'
  /** The hash does not fit the bytes. */
  | 'hash_mismatch'
  /** The row does not continue the one before it. */
  | 'link_broken'
  /** A sequence number is missing or stands twice. */
  | 'sequence_broken'
  /** The last row is not the head that was kept elsewhere. */
  | 'head_mismatch'

export type ChainVerification =
  | { readonly ok: true; readonly length: number }
  | { readonly ok: false; readonly code: ChainDefectCode; readonly chainSeq: string }

export type ChainHead = { readonly chainSeq: string; readonly chainHead: Uint8Array }

/**
 * Checks a business's whole chain, in the order of its sequence numbers, and names the first defect: a row that was
 * changed, removed, inserted or moved, also from another business.
 *
 * Rows cut off the end show only against a head kept elsewhere: give the counter row's, or an anchored one.
 */
export function verifyChain(
  rows: readonly LedgerRow[],
  tools: {
    readonly businessId: BusinessId
    readonly hasher: Pick<AddressHasher, 'digest'>
    readonly canonicalForm: CanonicalForm
    readonly head?: ChainHead
  },
): ChainVerification {
  let previous = chainOriginOf(tools.businessId, tools.hasher)
  for (const [index, row] of rows.entries()) {
    const code = defectOf(row, { chainSeq: BigInt(index + 1), previous, ...tools })
    if (code !== undefined) return { ok: false, code, chainSeq: row.chainSeq }
    previous = row.chainHead
  }
  const { head } = tools
  const endsAtHead =
    head === undefined || (BigInt(head.chainSeq) === BigInt(rows.length) && areEqual(head.chainHead, previous))
  return endsAtHead
    ? { ok: true, length: rows.length }
    : { ok: false, code: 'head_mismatch', chainSeq: String(rows.length) }
}

function defectOf(
  row: LedgerRow,
  expected: {
    readonly chainSeq: bigint
    readonly previous: Uint8Array
    readonly hasher: Pick<AddressHasher, 'digest'>
    readonly canonicalForm: CanonicalForm
  },
): ChainDefectCode | undefined {
  if (BigInt(row.chainSeq) !== expected.chainSeq) return 'sequence_broken'
  if (!areEqual(row.chainPrev, expected.previous)) return 'link_broken'
  if (!areEqual(expected.canonicalForm.eventBytes(row), row.canonical)) return 'row_changed'
  return areEqual(chainHeadOf(row, expected.hasher), row.chainHead) ? undefined : 'hash_mismatch'
}

/** What a business's chain begins with: it fits no other business. The database computes the same. */
export function chainOriginOf(businessId: BusinessId, hasher: Pick<AddressHasher, 'digest'>): Uint8Array {
  return hasher.digest(new TextEncoder().encode(businessId))
}

/** The head after an event: what the database computes as `sha256(prev || int8send(seq) || canonical)`. */
export function chainHeadOf(
  { chainPrev, chainSeq, canonical }: Pick<LedgerRow, 'chainPrev' | 'chainSeq' | 'canonical'>,
  hasher: Pick<AddressHasher, 'digest'>,
): Uint8Array {
  const sequence = new DataView(new ArrayBuffer(8))
  sequence.setBigInt64(0, BigInt(chainSeq))
  const input = new Uint8Array(chainPrev.length + 8 + canonical.length)
  input.set(chainPrev)
  input.set(new Uint8Array(sequence.buffer), chainPrev.length)
  input.set(canonical, chainPrev.length + 8)
  return hasher.digest(input)
}

function areEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}
