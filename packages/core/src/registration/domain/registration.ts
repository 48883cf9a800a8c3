import type { EmailAddress } from '../../kernel/domain/email-address.ts'
import type { BusinessId, RegistrationId, UserId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'

/** What a person fills in, parsed. */
export interface RegistrationForm {
  readonly businessName: string
  readonly email: EmailAddress
  readonly password: string
  /** The owner's own phone; calls are forwarded to it. */
  readonly phone?: PhoneNumber | undefined
  readonly website?: string | undefined
  readonly industry?: string | undefined
  /** IANA name. Default: `America/New_York`. */
  readonly timeZone?: string | undefined
  readonly acceptTerms: true
  readonly smsConsent?: boolean | undefined
  /** Made by a monitor: marked in every row, counted nowhere. */
  readonly synthetic?: boolean | undefined
}

/** The form without its secret: what may be kept. */
export type RegistrationProfile = Omit<RegistrationForm, 'password'>

/** Where and how the form was sent: evidence of the consent in it. */
export interface RegistrationEvidence {
  readonly ip?: string | undefined
  readonly userAgent?: string | undefined
  readonly route: string
  readonly formVersion: string
}

export interface RegisteredBusiness {
  readonly id: BusinessId
  readonly businessName: string
  readonly phoneNumber: PhoneNumber
  readonly retellAgentId: string
}

export type RegistrationStatus =
  | { readonly status: 'provisioning'; readonly registrationId: RegistrationId }
  | {
      readonly status: 'active'
      readonly registrationId: RegistrationId
      readonly userId: UserId
      readonly business: RegisteredBusiness
    }
  | {
      readonly status: 'failed'
      readonly registrationId: RegistrationId
      /** `email_exists`, `no_available_numbers`, `upstream_timeout`, …; `registration_stuck`: something is left to undo. */
      readonly code: string
      /** What happened and what to do, fit for the person who registers. */
      readonly detail: string
    }

/** One try to register, under ids of its own. */
export interface RegistrationAttempt {
  readonly id: RegistrationId
  readonly userId: UserId
  readonly businessId: BusinessId
  readonly profile: RegistrationProfile
  readonly evidence: RegistrationEvidence
  readonly createdAt: Date
}

/** The steps that leave something behind, in the order in which they are done. They are undone in reverse. */
export const registrationSteps = [
  'auth_user',
  'profiles',
  'business',
  'number',
  'agent',
  'routing',
  'activation',
  'consent',
] as const

export type RegistrationStep = (typeof registrationSteps)[number]

/** One step of an attempt, written down before the step is tried. */
export interface RegistrationStepRecord {
  readonly step: RegistrationStep
  /** 0 for the first. */
  readonly position: number
  readonly status: 'planned' | 'done' | 'compensated' | 'compensation_failed'
  readonly plannedAt: Date
  readonly settledAt?: Date | undefined
  /** Why undoing failed. */
  readonly errorCode?: string | undefined
}

/** How an attempt ended. `stuck`: undoing failed; it holds the email until the rest is undone. */
export type RegistrationEnd =
  | { readonly status: 'active' }
  | { readonly status: 'failed' | 'stuck'; readonly code: string }

export interface RegistrationRecord {
  readonly attempt: RegistrationAttempt
  readonly end?: RegistrationEnd | undefined
}
