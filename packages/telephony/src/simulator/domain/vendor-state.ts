import { collectionOfEffect, type Collection, type LedgerEntry, type WireObject } from './ledger-entry.ts'
import { toVersionKey, versionsOf } from './versions.ts'

/** What the simulated vendors hold, by collection and vendor id. */
export type VendorState = Readonly<Record<Collection, Map<string, WireObject>>>

export function emptyState(): VendorState {
  const names = new Set(Object.values(collectionOfEffect))
  const collections = [...names].map((name) => [name, new Map<string, WireObject>()] as const)
  return Object.fromEntries(collections) as VendorState
}

/** Applies one effect. The state of a vendor is the fold of its ledger. */
export function applyEntry(state: VendorState, entry: LedgerEntry): void {
  const name = collectionOfEffect[entry.effect]
  const collection = state[name]
  const isVersioned = name === 'agents' || name === 'llms'
  if (entry.effect.endsWith('_deleted')) {
    const keys = isVersioned
      ? versionsOf(collection, entry.id).map(({ version }) => toVersionKey(entry.id, version))
      : [entry.id]
    for (const key of keys) collection.delete(key)
  } else {
    collection.set(isVersioned ? toVersionKey(entry.id, entry.detail['version']) : entry.id, entry.detail)
  }
}
