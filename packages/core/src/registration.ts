export {
  createRegistration,
  type Registration,
  type RegistrationInspection,
} from './registration/create-registration.ts'
export { describeFailure } from './registration/domain/describe-failure.ts'
export { RegistrationError } from './registration/domain/registration-error.ts'
export {
  registrationSteps,
  type RegisteredBusiness,
  type RegistrationAttempt,
  type RegistrationEnd,
  type RegistrationEvidence,
  type RegistrationForm,
  type RegistrationProfile,
  type RegistrationRecord,
  type RegistrationStatus,
  type RegistrationStep,
  type RegistrationStepRecord,
} from './registration/domain/registration.ts'
export type {
  Activation,
  RegistrationStore,
  StepPlan,
  StepSettlement,
} from './registration/ports/registration-store.ts'
export type { RegistrationDependencies } from './registration/registration-dependencies.ts'
