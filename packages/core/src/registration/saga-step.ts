import type { PhoneNumber } from '../kernel/domain/phone-number.ts'
import type { RegistrationAttempt, RegistrationStep } from './domain/registration.ts'

/** What earlier steps found out. The engine keeps it, so nothing of a person may be in it. */
export type SagaResults = { readonly phoneNumber?: PhoneNumber; readonly agentId?: string }

export interface StepRun {
  readonly attempt: RegistrationAttempt
  readonly results: SagaResults
  /** The step may have reached the outside in an earlier try: look before doing it again. */
  readonly mayBeDone: boolean
  readonly idempotencyKey: string
}

/** One step and its way back. Both may run more than once. */
export interface SagaStep {
  readonly name: RegistrationStep
  run(step: StepRun): Promise<SagaResults>
  /** Leaves nothing of the step, whether it was done, half done, or never. Already gone is success. */
  undo(attempt: RegistrationAttempt): Promise<void>
}
