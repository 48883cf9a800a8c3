import type { RegistrationId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'
import type { PasswordHash } from '../../identity/ports/identity.ts'
import type { NewBusinessEvent } from '../../realtime/domain/business-event.ts'
import type {
  RegisteredBusiness,
  RegistrationAttempt,
  RegistrationEnd,
  RegistrationRecord,
  RegistrationStep,
  RegistrationStepRecord,
} from '../domain/registration.ts'

/** Keeps attempts and their steps, and the rows of users and businesses that they make. Each method is one transaction. */
export interface RegistrationStore {
  /**
   * Writes the attempt down, with the hash until {@link forgetPassword} or {@link finish}.
   *
   * @returns `email_taken` when another attempt for this address is live: then nothing was written
   */
  open(attempt: RegistrationAttempt, passwordHash: PasswordHash): Promise<'opened' | 'email_taken'>

  find(id: RegistrationId): Promise<RegistrationRecord | undefined>

  /** Undefined once forgotten. */
  findPasswordHash(id: RegistrationId): Promise<PasswordHash | undefined>

  forgetPassword(id: RegistrationId): Promise<void>

  /** Attempts without an end, oldest first. */
  listUnfinished(): Promise<readonly RegistrationId[]>

  /** Writes down that the step will be tried; `planned_before` when it may have been tried already: probe. */
  planStep(id: RegistrationId, plan: StepPlan): Promise<'planned' | 'planned_before'>

  settleStep(id: RegistrationId, step: RegistrationStep, settlement: StepSettlement): Promise<void>

  /** Planned steps in their order. */
  listSteps(id: RegistrationId): Promise<readonly RegistrationStepRecord[]>

  /** Ends the attempt and forgets the hash. A `stuck` one may be ended again as `failed`. */
  finish(id: RegistrationId, end: RegistrationEnd, finishedAt: Date): Promise<void>

  /**
   * The rows `users` and `custom_users`. Doing it twice changes nothing.
   *
   * @throws {RegistrationError} `auth_user_missing` without the row of `auth.users`
   * @throws {EmailExistsError} when another user has the address
   */
  createProfiles(attempt: RegistrationAttempt): Promise<void>

  /** Already gone is success; so with the other removals. */
  removeProfiles(attempt: RegistrationAttempt): Promise<void>

  /** The row `businesses` in status `provisioning`, tied to its owner, and the event. Twice: once. */
  createBusiness(attempt: RegistrationAttempt, event: NewBusinessEvent): Promise<void>

  removeBusiness(attempt: RegistrationAttempt): Promise<void>

  /** Gives the business its number and agent and opens it, with the event. Twice: once. */
  activateBusiness(attempt: RegistrationAttempt, activation: Activation): Promise<void>

  /** Undoes {@link activateBusiness} but for the event. */
  deactivateBusiness(attempt: RegistrationAttempt): Promise<void>

  /** The business once it is active. */
  findBusiness(attempt: RegistrationAttempt): Promise<RegisteredBusiness | undefined>
}

export interface StepPlan {
  readonly step: RegistrationStep
  readonly position: number
  readonly plannedAt: Date
}

export interface StepSettlement {
  readonly status: Exclude<RegistrationStepRecord['status'], 'planned'>
  readonly settledAt: Date
  readonly errorCode?: string | undefined
}

export interface Activation {
  readonly phoneNumber: PhoneNumber
  readonly retellAgentId: string
  readonly event: NewBusinessEvent
}
