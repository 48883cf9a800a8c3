export {
  createCloudGreetClient,
  type BusinessChange,
  type CallPeriod,
  type ClientSettings,
  type CloudGreetClient,
} from './client.ts'
export type * from './contract-types.ts'
export type { AuthResource, RegistrationResult } from './resources/auth.ts'
export type { AppointmentListOptions, CallListOptions, ListOptions, Page, PagedList } from './resources/paged-list.ts'
export { createMemoryStorage, type Credentials, type CredentialStorage } from './session/credential-storage.ts'
export type { ClientClock } from './transport/clock-skew.ts'
export { CloudGreetApiError, type ApiErrorDetails, type RefusedField } from './transport/cloudgreet-api-error.ts'
export { createIdempotencyKey } from './transport/idempotency-key.ts'
export type { CallOptions, ClientKind } from './transport/transport.ts'
