import type { AgentListResponse, AgentListVersionsResponse, AgentResponse } from 'retell-sdk/resources/agent'
import type { CallListResponse, PhoneCallResponse } from 'retell-sdk/resources/call'
import type { ConcurrencyRetrieveResponse } from 'retell-sdk/resources/concurrency'
import type { LlmResponse } from 'retell-sdk/resources/llm'
import type { PhoneNumberResponse } from 'retell-sdk/resources/phone-number'

/**
 * Replies as Retell documents them: the fields of its pages and of its SDK's types. No live account was asked; values are
 * examples, telephone numbers fictional.
 */
export const documentedRetellReplies = {
  llm: {
    source: 'documented: docs.retellai.com/api-references/create-retell-llm, and LlmResponse of retell-sdk 5.66.1',
    body: {
      llm_id: 'oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD',
      version: 1,
      is_published: false,
      model: 'gpt-4.1',
      start_speaker: 'agent',
      general_prompt: 'You are ...',
      begin_message: 'Hey I am a virtual assistant calling from Retell Hospital.',
      default_dynamic_variables: { customer_name: 'John Doe' },
      last_modification_timestamp: 1_703_413_636_133,
    } satisfies LlmResponse,
  },
  agent: {
    source: 'documented: docs.retellai.com/api-references/create-agent, and AgentResponse of retell-sdk 5.66.1',
    body: {
      agent_id: 'oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD',
      version: 0,
      is_published: false,
      response_engine: { type: 'retell-llm', llm_id: 'llm_234sdertfsdsfsdf' },
      agent_name: 'Jarvis',
      voice_id: 'retell-Cimo',
      webhook_url: 'https://webhook-url-here',
      webhook_events: ['call_started', 'call_ended', 'call_analyzed'],
      last_modification_timestamp: 1_703_413_636_133,
    } satisfies AgentResponse,
  },
  agentList: {
    source: 'documented: docs.retellai.com/api-references/list-agents, and AgentListResponse of retell-sdk 5.66.1',
    body: {
      has_more: false,
      items: [
        {
          agent_id: 'oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD',
          agent_name: 'Jarvis',
          channel: 'voice',
          tags: {},
          user_modified_timestamp: 1_703_413_636_133,
        },
      ],
    } satisfies AgentListResponse,
  },
  agentVersionList: {
    source: 'documented: AgentListVersionsResponse of retell-sdk 5.66.1 (GET /list-agent-versions)',
    body: {
      has_more: false,
      items: [{ is_published: false, last_modification_timestamp: 1_703_413_636_133, version: 1, base_version: 0 }],
    } satisfies AgentListVersionsResponse,
  },
  phoneNumber: {
    source: 'documented: docs.retellai.com/api-references/import-phone-number',
    body: {
      phone_number: '+18005550100',
      phone_number_type: 'custom',
      inbound_agents: [{ agent_id: 'oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD', weight: 1, agent_version: 1 }],
      outbound_agents: null,
      inbound_webhook_url: null,
      last_modification_timestamp: 1_703_413_636_133,
    } satisfies PhoneNumberResponse,
  },
  analyzedCall: {
    source: 'documented: docs.retellai.com/features/webhook-overview, and PhoneCallResponse of retell-sdk 5.66.1',
    body: {
      call_type: 'phone_call',
      call_id: 'Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6',
      agent_id: 'oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD',
      agent_name: 'My Agent',
      agent_version: 1,
      call_status: 'ended',
      direction: 'inbound',
      from_number: '+13125550142',
      to_number: '+18005550100',
      start_timestamp: 1_714_608_475_945,
      end_timestamp: 1_714_608_491_736,
      duration_ms: 15_791,
      disconnection_reason: 'user_hangup',
      transcript: 'Agent: hi how are you doing?\nUser: Doing pretty well. How are you?\n',
      transcript_object: [
        { role: 'agent', content: 'hi how are you doing?', words: [{ word: 'hi', start: 0.7, end: 1.3 }] },
      ],
      transcript_with_tool_calls: [
        { role: 'agent', content: 'hi how are you doing?', words: [{ word: 'hi', start: 0.7, end: 1.3 }] },
      ],
      recording_url: 'https://recordings.example.com/recording.wav',
      public_log_url: 'https://recordings.example.com/public.log',
      call_cost: {
        combined_cost: 70,
        product_costs: [{ product: 'elevenlabs_tts', unit_price: 1, cost: 60 }],
        total_duration_seconds: 60,
        total_duration_unit_price: 1,
      },
      call_analysis: {
        call_summary: 'The agent called the user to ask about the state of the order.',
        in_voicemail: false,
        user_sentiment: 'Positive',
        call_successful: true,
        custom_analysis_data: {},
      },
    } satisfies PhoneCallResponse,
  },
  registeredCall: {
    source: 'documented: docs.retellai.com/api-references/register-phone-call, and PhoneCallResponse of retell-sdk 5.66.1',
    body: {
      call_type: 'phone_call',
      call_id: 'Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6',
      agent_id: 'oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD',
      agent_name: 'My Agent',
      agent_version: 1,
      call_status: 'registered',
      direction: 'inbound',
      from_number: '+13125550142',
      to_number: '+18005550100',
      metadata: {},
    } satisfies PhoneCallResponse,
  },
  callList: {
    source: 'documented: docs.retellai.com/api-references/list-calls, and CallListResponse of retell-sdk 5.66.1',
    body: {
      has_more: false,
      items: [
        {
          call_type: 'phone_call',
          call_id: 'Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6',
          agent_id: 'oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD',
          agent_name: 'My Agent',
          agent_version: 1,
          call_status: 'registered',
          direction: 'inbound',
          from_number: '+13125550142',
          to_number: '+18005550100',
          metadata: {},
        },
      ],
    } satisfies CallListResponse,
  },
  concurrency: {
    source: 'documented: docs.retellai.com/api-references/get-concurrency, and types of retell-sdk 5.66.1',
    body: {
      current_concurrency: 10,
      concurrency_limit: 100,
      base_concurrency: 20,
      purchased_concurrency: 80,
      concurrency_purchase_limit: 100,
      remaining_purchase_limit: 20,
      concurrency_burst_enabled: false,
      concurrency_burst_limit: 0,
      reserved_inbound_concurrency: 0,
    } satisfies ConcurrencyRetrieveResponse,
  },
} as const

/** Refusals as Retell's reference has them below each endpoint (docs.retellai.com/api-references, responses 400 to 500). */
export const documentedRetellErrors = [
  [400, { status: 'error', message: 'Invalid request format, please check API reference.' }, 'upstream_refused'],
  [401, { status: 'error', message: 'API key is missing or invalid.' }, 'upstream_unauthorized'],
  [402, { status: 'error', message: 'Trial has ended, please add payment method.' }, 'upstream_payment_required'],
  [422, { status: 'error', message: 'Cannot find requested asset under given api key.' }, 'upstream_not_found'],
  [429, { status: 'error', message: 'Account rate limited, please throttle your requests.' }, 'upstream_rate_limited'],
  [500, { status: 'error', message: 'An unexpected server error occurred.' }, 'upstream_failed'],
] as const
