import type { DescribeAgent } from '../../agents/ports/agent-settings.ts'

/** The least that is an agent. */
export const describeTestAgent: DescribeAgent = ({ businessId, businessName, timeZone }) => ({
  businessId,
  businessName,
  greeting: `Thank you for calling ${businessName}. I am an AI assistant, and this call is recorded.`,
  prompt: `You answer the telephone for ${businessName}.`,
  voice: 'test-voice',
  timeZone,
  functions: [],
  functionsUrl: 'https://example.com/functions',
  webhook: { url: 'https://example.com/webhook', events: ['call_ended'], timeoutMs: 10_000 },
})
