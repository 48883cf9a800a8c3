import { type Logger, systemClock, systemTimer, uuidSource } from '@cloudgreet/core'
import type { AddressHasher } from '@cloudgreet/compliance'
import type { Database } from '@cloudgreet/core/postgres'

import type { DataSecrets } from '../config/data-secrets.ts'
import type { Settings } from '../config/read-settings.ts'
import type { SimulatorEntry } from '../sandbox/simulator-file.ts'

export interface CompositionOptions {
  readonly settings: Settings
  readonly secrets: DataSecrets
  readonly database: Database
  /** Names people in the consent ledger. */
  readonly hasher: AddressHasher
  readonly simulator: SimulatorEntry | undefined
  /** Where vendors and people reach this server. */
  readonly publicBaseUrl: string
  readonly logger: Logger
}

/** The machine's own time and chance, which every adapter is given. */
export const machine = { clock: systemClock, timer: systemTimer, ids: uuidSource } as const
