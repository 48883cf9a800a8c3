import type { Clock, IdSource } from '@cloudgreet/core'

import type { LedgerEntry, WireObject } from './domain/ledger-entry.ts'
import { applyEntry, emptyState, type VendorState } from './domain/vendor-state.ts'
import type { EffectsLedger } from './effects-ledger.ts'

/** Both vendors' records, and the one way to change them: an effect that goes to the ledger first. */
export class VendorWorld {
  readonly state: VendorState = emptyState()
  readonly clock: Clock
  readonly #ids: IdSource
  readonly #ledger: EffectsLedger

  constructor({ ledger, clock, ids }: { ledger: EffectsLedger; clock: Clock; ids: IdSource }) {
    this.#ledger = ledger
    this.clock = clock
    this.#ids = ids
    for (const entry of ledger.entries()) applyEntry(this.state, entry)
  }

  record(entry: Omit<LedgerEntry, 'at'>): WireObject {
    const dated = { at: this.clock.now().toISOString(), ...entry }
    this.#ledger.append(dated)
    applyEntry(this.state, dated)
    return entry.detail
  }

  ledger(): readonly LedgerEntry[] {
    return this.#ledger.entries()
  }

  uuid(): string {
    return this.#ids.next()
  }

  /** An id in Retell's form: a prefix and 32 hexadecimal digits. */
  retellId(prefix: 'agent' | 'llm' | 'call'): string {
    return `${prefix}_${this.#ids.next().replaceAll('-', '')}`
  }
}
