import { collectionOfEffect, type Collection, type LedgerEntry, type WireObject } from './ledger-entry.ts'

/** What the simulated vendors hold, by collection and vendor id. */
export type VendorState = Readonly<Record<Collection, Map<string, WireObject>>>

export function emptyState(): VendorState {
  const names = new Set(Object.values(collectionOfEffect))
  const collections = [...names].map((name) => [name, new Map<string, WireObject>()] as const)
  return Object.fromEntries(collections) as VendorState
}

/** Applies one effect. The state of a vendor is the fold of its ledger. */
export function applyEntry(state: VendorState, entry: LedgerEntry): void {
  const collection = state[collectionOfEffect[entry.effect]]
  if (entry.effect.endsWith('_deleted')) collection.delete(entry.id)
  else collection.set(entry.id, entry.detail)
}
