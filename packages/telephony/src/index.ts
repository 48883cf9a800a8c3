export {
  checkAgentConfig,
  checkTranscript,
  escalationPhrases,
  type SpeakingConfig,
} from './agents/domain/spoken-phrases.ts'
export { diffAgent, diffState, toAgentState, type ActualState, type WantedState } from './agents/domain/diff-agent.ts'
export { toDesiredAgent, type AgentSetup } from './agents/domain/to-desired-agent.ts'
export type { ActualAgent, ActualFunction, ActualNumber, AgentVendor } from './agents/ports/agent-vendor.ts'
export { createAgentUpkeep, type AgentUpkeep, type AgentUpkeepOptions } from './agents/create-agent-upkeep.ts'
export type { AgentCheckCounts } from './agents/check-agents.ts'
export {
  repairAgentName,
  type RepairInput,
  type RepairResult,
  type RepairWorkflowOptions,
} from './agents/repair-workflow.ts'
export { callEventTypes, type CallEvent, type CallEventType } from './calls/domain/call-event.ts'
export {
  callOutcomeRanks,
  callStatusRanks,
  type CallDirection,
  type CallFacts,
  type CallOutcome,
  type CallRoute,
  type CallStatus,
} from './calls/domain/call-facts.ts'
export { explainOutcome, successOfOutcome, toCallOutcome, toSuccessRate } from './calls/domain/call-outcome.ts'
export type { TransferFacts, TransferKind, TransferState } from './calls/domain/call-transfer.ts'
export { mergeCallFacts } from './calls/domain/merge-call-facts.ts'
export { toCallParameters, type CallParameters } from './calls/domain/to-call-parameters.ts'
export { toTranscriptTurns } from './calls/domain/transcript.ts'
export type { CallFilter, CallLog, CallPeriod, CallStats } from './calls/ports/call-log.ts'
export {
  createCallDiagnosis,
  type CallDiagnosis,
  type CallDiagnosisOptions,
} from './diagnosis/create-call-diagnosis.ts'
export { diagnoseBusiness } from './diagnosis/domain/diagnose-business.ts'
export type { DiagnosedBusiness, DiagnosisFacts, WebhookFacts } from './diagnosis/domain/diagnosis-facts.ts'
export { offReport } from './diagnosis/domain/to-credential-report.ts'
export type { CredentialCheck } from './diagnosis/ports/credential-check.ts'
export { countSegments, type SegmentCount, type TextEncoding } from './messages/domain/count-segments.ts'
export { mergeMessageFacts } from './messages/domain/merge-message-facts.ts'
export type { MessageDecision, MessageEvent, MessageReceived, MessageUpdated } from './messages/domain/message-event.ts'
export {
  isFinalStatus,
  messageStatusRanks,
  type MessageFacts,
  type MessageIntent,
  type MessageStatus,
} from './messages/domain/message-facts.ts'
export { toMessageParameters, type MessageParameters } from './messages/domain/to-message-parameters.ts'
export type { DeliveryReports } from './messages/ports/delivery-reports.ts'
export type { MessageLog, MessageThreadSummary, OutboundMessage } from './messages/ports/message-log.ts'
export { explainTelnyxError, noFinalEventFailure } from './messaging/domain/explain-telnyx-error.ts'
export type { InboundDelivery, InboundReading, UnreadableReason } from './webhooks/domain/inbound-delivery.ts'
export { parseWebhookBody, type UnreadableBody, type WebhookBody } from './webhooks/domain/parse-webhook-body.ts'
export type {
  OtherSecret,
  WebhookDiagnosis,
  WebhookMistake,
  WebhookMistakeCode,
} from './webhooks/domain/webhook-diagnosis.ts'
export {
  signatureToleranceMs,
  type WebhookHeaders,
  type WebhookRefusal,
  type WebhookRefusalReason,
  type WebhookVerification,
} from './webhooks/domain/webhook-verification.ts'
export { agentFunctions, type AgentFunction } from './functions/domain/agent-functions.ts'
export type { AgentFunctionName } from './functions/domain/function-arguments.ts'
export type { FunctionAnswer } from './functions/domain/function-answer.ts'
export type { FunctionTools } from './functions/function-context.ts'
export {
  createFunctionDispatcher,
  type DispatchedFunction,
  type FunctionDispatcher,
  type FunctionDispatcherOptions,
} from './functions/create-function-dispatcher.ts'
export {
  createInboundCallAnswer,
  type InboundCallAnswer,
  type InboundCallAnswerOptions,
} from './functions/create-inbound-call-answer.ts'
export type { CalledBusiness, CalledBusinesses } from './functions/ports/called-businesses.ts'
export type { CallControlSettings } from './call-control/domain/call-command.ts'
export type { CallControlEvent } from './call-control/domain/call-control-event.ts'
export { safeParseClientState, toClientState, type ClientState } from './call-control/domain/client-state.ts'
export type {
  CallControlState,
  CallMeans,
  CallTarget,
  ControlledCall,
  FailoverReason,
} from './call-control/domain/controlled-call.ts'
export { decideCallControl } from './call-control/domain/decide-call-control.ts'
export {
  controlCallName,
  createControlCall,
  type ControlCallInput,
  type ControlCallOptions,
} from './call-control/control-call.ts'
export type { AgentCallRequest, AgentCalls } from './call-control/ports/agent-calls.ts'
export type { CallControl, CommandMark, Recording, Transfer } from './call-control/ports/call-control.ts'
export type { CallEvidence, ControlledCalls, ControlledLine, Move } from './call-control/ports/controlled-calls.ts'
export type { NumberRoutes } from './call-control/ports/number-routes.ts'
