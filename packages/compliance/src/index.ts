export { rfc8785CanonicalForm } from './adapters/rfc8785/rfc8785-canonical-form.ts'
export type { Consent, ConsentState, Grant } from './domain/consent/consent.ts'
export type { ConsentEvent, ConsentEventType, GrantKind } from './domain/consent/consent-event.ts'
export { foldConsent, pendingOptInLifetimeMs, type ConsentQuestion } from './domain/consent/fold-consent.ts'
export { toLegacyConsentEvent, type LegacyConsent } from './domain/consent/legacy-consent.ts'
export {
  confirmationWindowMs,
  conversationWindowMs,
  decideContact,
  type ContactFacts,
  type ContactLimit,
  type ContactLimits,
  type RefusalReason,
} from './domain/contact/decide-contact.ts'
export { decideInboundText, type InboundText, type InboundTextDecision } from './domain/decide-inbound-text.ts'
export {
  classifyInboundText,
  type InboundIntent,
  type InboundTextClassification,
  type InboundTextContext,
} from './domain/inbound-text/classify-inbound-text.ts'
export { longestExaminedText } from './domain/inbound-text/normalise-text.ts'
export type { RevokedScope } from './domain/inbound-text/opt-out-phrases.ts'
export {
  isLedgerEventType,
  ledgerEventTypes,
  toConsentEvent,
  toLedgerTerms,
  type LedgerEventType,
  type LedgerFact,
  type LedgerTerms,
} from './domain/ledger/ledger-event.ts'
export type { ChainedEvent, LedgerRow } from './domain/ledger/ledger-row.ts'
export {
  verifyChain,
  type ChainDefectCode,
  type ChainHead,
  type ChainVerification,
} from './domain/ledger/verify-chain.ts'
export { helpReply, optOutConfirmation } from './domain/reply-texts.ts'
export { createConsentReader, type ConsentReader, type ConsentView } from './gate/create-consent-reader.ts'
export { createContactGate, type ContactGateOptions } from './gate/create-contact-gate.ts'
export {
  noLedgerEntry,
  prepareLedgerEntry,
  type LedgerParameters,
  type LedgerTools,
  type NewLedgerEvent,
} from './ledger/prepare-ledger-entry.ts'
export type { AddressHasher } from './ports/address-hasher.ts'
export type { CanonicalForm } from './ports/canonical-form.ts'
export type { ContactIntent, ContactSession, ContactStore, ContactSubject } from './ports/contact-store.ts'
