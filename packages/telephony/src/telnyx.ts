export {
  diagnoseTelnyxWebhook,
  type TelnyxDiagnosisInput,
} from './webhooks/adapters/node-crypto/diagnose-telnyx-webhook.ts'
export { createTelnyxKeyPair } from './webhooks/adapters/node-crypto/telnyx-keys.ts'
export {
  signTelnyxWebhook,
  verifyTelnyxWebhook,
  type TelnyxWebhookInput,
} from './webhooks/adapters/node-crypto/telnyx-signature.ts'
export { telnyxInbound, type TelnyxDelivery } from './webhooks/adapters/telnyx/telnyx-inbound.ts'
export type {
  OtherSecret,
  WebhookDiagnosis,
  WebhookMistake,
  WebhookMistakeCode,
} from './webhooks/domain/webhook-diagnosis.ts'
export type {
  WebhookHeaders,
  WebhookRefusal,
  WebhookRefusalReason,
  WebhookVerification,
} from './webhooks/domain/webhook-verification.ts'
export {
  createTelnyxDeliveryReports,
  type TelnyxDeliveryReportsOptions,
} from './messages/adapters/telnyx/telnyx-delivery-reports.ts'
export {
  createTelnyxMessageSender,
  type TelnyxMessageSenderOptions,
} from './messaging/adapters/telnyx/telnyx-message-sender.ts'
export {
  createTelnyxCallControl,
  type TelnyxCallControlOptions,
} from './call-control/adapters/telnyx/telnyx-call-control.ts'
export { createTelnyxCredentialCheck } from './diagnosis/adapters/telnyx/telnyx-credential-check.ts'
