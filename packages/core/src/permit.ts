import { ContactPermit, type PermitTerms } from './contact/domain/contact-permit.ts'

/** Makes a permit. Only an implementation of `ContactGate` may, right after its decision is committed. */
export function openPermit(terms: PermitTerms): ContactPermit {
  return ContactPermit.open(terms)
}

export type { PermitTerms } from './contact/domain/contact-permit.ts'
