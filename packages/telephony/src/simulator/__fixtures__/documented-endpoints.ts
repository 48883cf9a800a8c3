import type Retell from 'retell-sdk'
import type Telnyx from 'telnyx'

import { documentedRetellReplies as retell } from './documented-retell-replies.ts'
import { documentedTelnyxReplies as telnyx } from './documented-telnyx-replies.ts'

/** What there is at the vendor when an endpoint is asked. */
export interface Given {
  readonly number: string
  readonly person: string
  readonly agentId: string
  readonly llmId: string
  /** Of the agent and its language model: a draft. */
  readonly draft: number
  readonly numberId: string
  readonly applicationId: string
  readonly messageId: string
  /** An answered line of the application. */
  readonly controlId: string
}

export interface DocumentedEndpoint<Sdk> {
  /** Method and path as the vendor documents them, `:id` for what varies. */
  readonly endpoint: string
  /** The documented reply; undefined for one without a body. */
  readonly reply: { readonly source: string; readonly body: object } | undefined
  /** Asks by the vendor's own SDK. */
  readonly ask: (sdk: Sdk, given: Given) => PromiseLike<unknown>
}

/** Every call that an adapter makes by retell-sdk, under the SDK's name for it. */
export const retellEndpoints: Readonly<Record<string, DocumentedEndpoint<Retell>>> = {
  'llm.create': {
    endpoint: 'POST /create-retell-llm',
    reply: retell.llm,
    ask: (sdk) =>
      sdk.llm.create({ begin_message: 'Hi', general_prompt: 'You are …', default_dynamic_variables: { a: 'b' } }),
  },
  'llm.retrieve': {
    endpoint: 'GET /get-retell-llm/:id',
    reply: retell.llm,
    ask: (sdk, { llmId }) => sdk.llm.retrieve(llmId),
  },
  'llm.update': {
    endpoint: 'PATCH /update-retell-llm/:id',
    reply: retell.llm,
    ask: (sdk, { llmId, draft }) => sdk.llm.update(llmId, { version: draft, begin_message: 'Good day' }),
  },
  'llm.delete': {
    endpoint: 'DELETE /delete-retell-llm/:id',
    reply: undefined,
    ask: (sdk, { llmId }) => sdk.llm.delete(llmId),
  },
  'agent.create': {
    endpoint: 'POST /create-agent',
    reply: retell.agent,
    ask: (sdk, { llmId }) =>
      sdk.agent.create({
        agent_name: 'Jarvis',
        voice_id: 'retell-Cimo',
        response_engine: { type: 'retell-llm', llm_id: llmId },
        webhook_url: 'https://example.com/webhook',
        webhook_events: ['call_ended'],
      }),
  },
  'agent.retrieve': {
    endpoint: 'GET /get-agent/:id',
    reply: retell.agent,
    ask: (sdk, { agentId }) => sdk.agent.retrieve(agentId),
  },
  'agent.list': { endpoint: 'POST /v2/list-agents', reply: retell.agentList, ask: (sdk) => sdk.agent.list({}) },
  'agent.update': {
    endpoint: 'PATCH /update-agent/:id',
    reply: retell.agent,
    ask: (sdk, { agentId, draft }) => sdk.agent.update(agentId, { version: draft, agent_name: 'Jarvis' }),
  },
  'agent.delete': {
    endpoint: 'DELETE /delete-agent/:id',
    reply: undefined,
    ask: (sdk, { agentId }) => sdk.agent.delete(agentId),
  },
  'agent.createVersion': {
    endpoint: 'POST /create-agent-version/:id',
    reply: retell.agent,
    ask: (sdk, { agentId, draft }) => sdk.agent.createVersion(agentId, { base_version: draft - 1 }),
  },
  'agent.listVersions': {
    endpoint: 'GET /list-agent-versions/:id',
    reply: retell.agentVersionList,
    ask: (sdk, { agentId }) => sdk.agent.listVersions(agentId),
  },
  'agent.publish': {
    endpoint: 'POST /publish-agent-version/:id',
    reply: undefined,
    ask: (sdk, { agentId, draft }) => sdk.agent.publish(agentId, { version: draft }),
  },
  'phoneNumber.import': {
    endpoint: 'POST /import-phone-number',
    reply: retell.phoneNumber,
    ask: (sdk, { agentId }) =>
      sdk.phoneNumber.import({
        phone_number: '+18005550101',
        termination_uri: 'sip.telnyx.com',
        inbound_agents: [{ agent_id: agentId, weight: 1, agent_version: 'latest_published' }],
      }),
  },
  'phoneNumber.retrieve': {
    endpoint: 'GET /get-phone-number/:id',
    reply: retell.phoneNumber,
    ask: (sdk, { number }) => sdk.phoneNumber.retrieve(number),
  },
  'phoneNumber.update': {
    endpoint: 'PATCH /update-phone-number/:id',
    reply: retell.phoneNumber,
    ask: (sdk, { number, agentId }) =>
      sdk.phoneNumber.update(number, { inbound_agents: [{ agent_id: agentId, weight: 1, agent_version: 0 }] }),
  },
  'phoneNumber.delete': {
    endpoint: 'DELETE /delete-phone-number/:id',
    reply: undefined,
    ask: (sdk, { number }) => sdk.phoneNumber.delete(number),
  },
  'call.registerPhoneCall': {
    endpoint: 'POST /v2/register-phone-call',
    reply: retell.registeredCall,
    ask: (sdk, { agentId }) => sdk.call.registerPhoneCall({ agent_id: agentId, metadata: { key: 'value' } }),
  },
  'call.list': {
    endpoint: 'POST /v3/list-calls',
    reply: retell.callList,
    ask: async (sdk, { agentId }) => {
      await sdk.call.registerPhoneCall({ agent_id: agentId, metadata: { key: 'value' } })
      return sdk.call.list({ limit: 1 })
    },
  },
  'concurrency.retrieve': {
    endpoint: 'GET /get-concurrency',
    reply: retell.concurrency,
    ask: (sdk) => sdk.concurrency.retrieve(),
  },
}

/** Every call that an adapter makes by telnyx, under the SDK's name for it. */
export const telnyxEndpoints: Readonly<Record<string, DocumentedEndpoint<Telnyx>>> = {
  'messages.send': {
    endpoint: 'POST /messages',
    reply: telnyx.sentMessage,
    ask: (sdk, { number, person }) => sdk.messages.send({ from: number, to: person, text: 'Hello' }),
  },
  'messages.retrieve': {
    endpoint: 'GET /messages/:id',
    reply: telnyx.finishedMessage,
    ask: (sdk, { messageId }) => sdk.messages.retrieve(messageId),
  },
  'detailRecords.list': {
    endpoint: 'GET /detail_records',
    reply: pageOf(telnyx.detailRecord),
    ask: (sdk) => sdk.detailRecords.list({ filter: { record_type: 'messaging' } }),
  },
  'phoneNumbers.list': {
    endpoint: 'GET /phone_numbers',
    reply: pageOf(telnyx.phoneNumber),
    ask: (sdk) => sdk.phoneNumbers.list(),
  },
  'phoneNumbers.retrieve': {
    endpoint: 'GET /phone_numbers/:id',
    reply: dataOf(telnyx.phoneNumber),
    ask: (sdk, { numberId }) => sdk.phoneNumbers.retrieve(numberId),
  },
  'phoneNumbers.update': {
    endpoint: 'PATCH /phone_numbers/:id',
    reply: dataOf(telnyx.phoneNumber),
    ask: (sdk, { numberId, applicationId }) => sdk.phoneNumbers.update(numberId, { connection_id: applicationId }),
  },
  'phoneNumbers.messaging.retrieve': {
    endpoint: 'GET /phone_numbers/:id/messaging',
    reply: telnyx.numberMessaging,
    ask: (sdk, { numberId }) => sdk.phoneNumbers.messaging.retrieve(numberId),
  },
  'phoneNumbers.messaging.update': {
    endpoint: 'PATCH /phone_numbers/:id/messaging',
    reply: telnyx.numberMessaging,
    ask: (sdk, { numberId }) => sdk.phoneNumbers.messaging.update(numberId, { messaging_profile_id: 'profile-1' }),
  },
  'callControlApplications.list': {
    endpoint: 'GET /call_control_applications',
    reply: pageOf({ ...telnyx.application, body: telnyx.application.body.data }),
    ask: (sdk) => sdk.callControlApplications.list(),
  },
  'callControlApplications.create': {
    endpoint: 'POST /call_control_applications',
    reply: telnyx.application,
    ask: (sdk) =>
      sdk.callControlApplications.create({ application_name: 'Example', webhook_event_url: 'https://example.com' }),
  },
  'callControlApplications.update': {
    endpoint: 'PATCH /call_control_applications/:id',
    reply: telnyx.application,
    ask: (sdk, { applicationId }) =>
      sdk.callControlApplications.update(applicationId, {
        application_name: 'Example',
        webhook_event_url: 'https://example.com',
      }),
  },
  'calls.retrieveStatus': {
    endpoint: 'GET /calls/:id',
    reply: telnyx.callStatus,
    ask: (sdk, { controlId }) => sdk.calls.retrieveStatus(controlId),
  },
  'calls.actions.answer': lineCommand('answer', (sdk, id) => sdk.calls.actions.answer(id, {})),
  'calls.actions.transfer': lineCommand('transfer', (sdk, id) => sdk.calls.actions.transfer(id, { to: '+13125550143' })),
  'calls.actions.speak': lineCommand('speak', (sdk, id) =>
    sdk.calls.actions.speak(id, { payload: 'Hello', voice: 'Telnyx.KokoroTTS.af' }),
  ),
  'calls.actions.startRecording': lineCommand('record_start', (sdk, id) =>
    sdk.calls.actions.startRecording(id, { channels: 'single', format: 'mp3' }),
  ),
  'calls.actions.hangup': lineCommand('hangup', (sdk, id) => sdk.calls.actions.hangup(id, {})),
  'calls.actions.reject': lineCommand('reject', (sdk, id) => sdk.calls.actions.reject(id, { cause: 'USER_BUSY' })),
}

function lineCommand(
  command: string,
  ask: (sdk: Telnyx, controlId: string) => PromiseLike<unknown>,
): DocumentedEndpoint<Telnyx> {
  return {
    endpoint: `POST /calls/:id/actions/${command}`,
    reply: telnyx.command,
    ask: (sdk, { controlId }) => ask(sdk, controlId),
  }
}

function dataOf({ source, body }: { readonly source: string; readonly body: object }) {
  return { source, body: { data: body } }
}

/** A page of Telnyx's lists (developers.telnyx.com, pagination). */
function pageOf({ source, body }: { readonly source: string; readonly body: object }) {
  return { source, body: { data: [body], meta: { page_number: 1, page_size: 20, total_pages: 1, total_results: 1 } } }
}
