export { createNodeAddressHasher } from './adapters/node/node-address-hasher.ts'
export { AddressKeyChangedError, assertAddressKey } from './adapters/postgres/assert-address-key.ts'
export type { ComplianceTables } from './adapters/postgres/compliance-tables.ts'
export { ledgerFragment } from './adapters/postgres/ledger-fragment.ts'
export { complianceMigrations } from './adapters/postgres/migrations/index.ts'
export {
  createPostgresConsentRecorder,
  type PostgresConsentRecorderOptions,
} from './adapters/postgres/postgres-consent-recorder.ts'
export {
  createPostgresContactStore,
  type PostgresContactStoreOptions,
} from './adapters/postgres/postgres-contact-store.ts'
export { readChain } from './adapters/postgres/read-chain.ts'
