export { CloudGreetError } from './errors/cloudgreet-error.ts'
export { InvalidArgumentError, type InvalidField } from './errors/invalid-argument-error.ts'
export { InvalidCursorError } from './errors/invalid-cursor-error.ts'
export { UnavailableError } from './errors/unavailable-error.ts'
export { UnsupportedOperationError } from './errors/unsupported-operation-error.ts'
export { UpstreamError, type UpstreamErrorDetails, type UpstreamOutcome } from './errors/upstream-error.ts'

export { startRepeatingTask, type RepeatingTask, type RepeatingTaskSettings } from './kernel/domain/repeating-task.ts'
export { systemClock } from './kernel/adapters/system/system-clock.ts'
export { systemTimer } from './kernel/adapters/system/system-timer.ts'
export { uuidSource } from './kernel/adapters/system/uuid-source.ts'
export { parseEmailAddress, safeParseEmailAddress, type EmailAddress } from './kernel/domain/email-address.ts'
export {
  isId,
  type BusinessId,
  type CallId,
  type EventId,
  type HoldId,
  type Id,
  type MessageId,
  type RegistrationId,
  type ReplayId,
  type UserId,
} from './kernel/domain/ids.ts'
export {
  isTollFree,
  maskPhoneNumber,
  parsePhoneNumber,
  safeParsePhoneNumber,
  type PhoneNumber,
} from './kernel/domain/phone-number.ts'
export { redact } from './kernel/domain/redact.ts'
export type { Clock } from './kernel/ports/clock.ts'
export type { IdSource } from './kernel/ports/id-source.ts'
export type { LogFields, Logger } from './kernel/ports/logger.ts'
export type { Timer } from './kernel/ports/timer.ts'
export type { Transaction, Transactions } from './kernel/ports/transactions.ts'

export type {
  AgentDrift,
  AgentDriftField,
  AgentInspection,
  AgentInspector,
  AgentRepairKind,
  AgentState,
  MissingPhrase,
} from './agents/ports/agent-inspector.ts'
export type {
  AgentFunction,
  AgentProvisioner,
  AgentWebhook,
  CallRoute,
  DesiredAgent,
  NumberConnection,
} from './agents/ports/agent-provisioner.ts'
export type { BusinessCalendar, CallCount, CallHistory, CallWindow, HistoryCall } from './calls/ports/call-history.ts'
export type { AgentRecord, AgentRecords } from './agents/ports/agent-records.ts'
export type { AgentSettings, DescribeAgent } from './agents/ports/agent-settings.ts'
export { ContactPermit, PermitError, permitLifetimeMs } from './contact/domain/contact-permit.ts'
export type { Channel, Purpose } from './contact/domain/purpose.ts'
export type { ConsentRecord, ConsentRecorder } from './contact/ports/consent-recorder.ts'
export type { ContactDecision, ContactGate, ContactRequest } from './contact/ports/contact-gate.ts'
export type { Mailer, OutgoingMail } from './contact/ports/mailer.ts'
export type { MessageSender, OutgoingText, SentText } from './contact/ports/message-sender.ts'
export type {
  AccessClaims,
  AccessTokens,
  MintedToken,
  TokenHolder,
  TokenRefusal,
} from './identity/ports/access-tokens.ts'
export { EmailExistsError, type Identity, type NewUser, type PasswordHash } from './identity/ports/identity.ts'
export type { PasswordHasher } from './identity/ports/password-hasher.ts'
export type { IssuedRefreshToken, RefreshTokens, Rotation } from './identity/ports/refresh-tokens.ts'
export {
  NumberNotHeldError,
  type NumberAllocator,
  type NumberClaim,
  type StockCounts,
} from './numbers/ports/number-allocator.ts'

export { holdScopes, type Hold, type HoldScope } from './operations/domain/hold.ts'
export type { HistoryPage, HoldRequest, Holds } from './operations/ports/holds.ts'
export { isWorthAnotherTry } from './registration/domain/is-worth-another-try.ts'
export { createAppointmentBook, type AppointmentBookOptions } from './appointments/create-appointment-book.ts'
export { defaultHours, type BookingTerms } from './appointments/domain/booking-terms.ts'
export type { SlotRefusal } from './appointments/domain/decide-slot.ts'
export { listOpenSlots, type BusySpan, type Slot, type SlotQuestion } from './appointments/domain/list-open-slots.ts'
export { nextOpening, openSpanAt, type Span } from './appointments/domain/open-spans.ts'
export { toLocalIso, toLocalTime, type LocalTime } from './appointments/domain/zoned-time.ts'
export type {
  AppointmentBook,
  BookingResult,
  NewAppointment,
  OpenSlots,
  OpenSlotsQuery,
} from './appointments/ports/appointment-book.ts'
export type {
  AppointmentRecord,
  AppointmentSession,
  AppointmentStore,
  TakenTime,
} from './appointments/ports/appointment-store.ts'
export type {
  CallerMessagePosition,
  CallerMessages,
  NewCallerMessage,
} from './caller-messages/ports/caller-messages.ts'
export type { FunctionCall, FunctionCalls, FunctionOutcome } from './function-calls/ports/function-calls.ts'
export { compareNewestFirst } from './paging/domain/newest-first.ts'
export {
  parsePageCursor,
  toPageCursor,
  toPage,
  type Page,
  type PagePosition,
  type PageQuery,
} from './paging/domain/page-cursor.ts'
export type { BusinessEvent, NewBusinessEvent } from './realtime/domain/business-event.ts'
export type { EventOutbox, EventPage } from './realtime/ports/event-outbox.ts'
export type { WakeUpBus } from './realtime/ports/wake-up-bus.ts'
export { StepError, type RecordedFailure } from './workflows/domain/step-error.ts'
export type {
  AnyWorkflow,
  Json,
  RetryPolicy,
  StepContext,
  Workflow,
  WorkflowContext,
  WorkflowEngine,
  Workflows,
  WorkflowState,
} from './workflows/ports/workflows.ts'
