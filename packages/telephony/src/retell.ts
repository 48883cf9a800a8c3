export { retellCallEventTypes } from './calls/adapters/retell/to-call-event.ts'
export {
  diagnoseRetellWebhook,
  type RetellDiagnosisInput,
} from './webhooks/adapters/node-crypto/diagnose-retell-webhook.ts'
export {
  signRetellWebhook,
  verifyRetellWebhook,
  type RetellWebhookInput,
} from './webhooks/adapters/node-crypto/retell-signature.ts'
export { retellInbound, type RetellDelivery } from './webhooks/adapters/retell/retell-inbound.ts'
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
  createRetellTelnyxProvisioner,
  type RetellTelnyxProvisionerOptions,
} from './agents/adapters/retell-telnyx-provisioner.ts'
export { createRetellAgentCalls } from './call-control/adapters/retell/retell-agent-calls.ts'
export { createRetellCredentialCheck } from './diagnosis/adapters/retell/retell-credential-check.ts'
