export {
  createMemoryConsentLedger,
  type MemoryConsentLedger,
  type RecordedConsent,
} from './adapters/memory/memory-consent-ledger.ts'
