/** Where each webhook arrives. */
export const webhookPaths = {
  retell: ['/api/retell/webhook'],
  telnyx: ['/api/telnyx/voice-webhook', '/api/sms/webhook', '/api/telnyx/numbers-webhook'],
  inboundCall: '/api/retell/inbound',
  agentFunction: '/api/retell/functions/:name',
} as const
