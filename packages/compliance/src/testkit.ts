export { consentReaderContract, type ConsentReaderSubject } from './testkit/consent-reader-contract.ts'
export { consentRecorderContract, type ConsentRecorderSubject } from './testkit/consent-recorder-contract.ts'
export { contactGateContract, type ContactGateSubject } from './testkit/contact-gate-contract.ts'
