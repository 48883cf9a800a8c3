import type { PhoneNumber } from '@cloudgreet/core'

import type { RetellClient } from './retell-client.ts'
import { unlessMissing } from './unless-missing.ts'

/** An unfinished draft must never reach a caller. */
const latestPublished = 'latest_published'

export interface RetellTrunkSettings {
  /** Telnyx's SIP host for calls that Retell makes. Default: `sip.telnyx.com`. */
  readonly terminationUri?: string | undefined
  /** Credentials of the SIP connection at Telnyx, needed for outgoing calls only. */
  readonly sipUsername?: string | undefined
  readonly sipPassword?: string | undefined
  /** Where Retell asks what the agent should know, before it answers. Default: it asks nobody. */
  readonly inboundWebhookUrl?: string | undefined
}

/** Ties the number to the agent at Retell: imported the first time, updated later. */
export async function bindNumber(
  client: RetellClient,
  binding: { readonly number: PhoneNumber; readonly agentId: string },
  settings: RetellTrunkSettings,
): Promise<void> {
  const answeredBy = {
    inbound_agents: [{ agent_id: binding.agentId, weight: 1, agent_version: latestPublished }],
    ...(settings.inboundWebhookUrl === undefined ? {} : { inbound_webhook_url: settings.inboundWebhookUrl }),
  }
  if ((await readBinding(client, binding.number)) !== undefined) {
    await client.call('phoneNumber.update', (sdk) => sdk.phoneNumber.update(binding.number, answeredBy))
    return
  }
  await client.call('phoneNumber.import', (sdk) =>
    sdk.phoneNumber.import({
      phone_number: binding.number,
      termination_uri: settings.terminationUri ?? 'sip.telnyx.com',
      transport: 'TCP',
      ...answeredBy,
      ...(settings.sipUsername === undefined ? {} : { sip_trunk_auth_username: settings.sipUsername }),
      ...(settings.sipPassword === undefined ? {} : { sip_trunk_auth_password: settings.sipPassword }),
    }),
  )
}

/** Takes the number out of Retell. Not there is success. */
export async function unbindNumber(client: RetellClient, number: PhoneNumber): Promise<void> {
  await unlessMissing(client.call('phoneNumber.delete', (sdk) => sdk.phoneNumber.delete(number)))
}

/** Lets no agent answer: Retell then refuses the number's calls. Not there is success. */
export async function detachAgents(client: RetellClient, number: PhoneNumber): Promise<void> {
  await unlessMissing(
    client.call('phoneNumber.update', (sdk) => sdk.phoneNumber.update(number, { inbound_agents: null })),
  )
}

export interface RetellBinding {
  readonly agentIds: readonly string[]
  readonly isLatestPublished: boolean
  readonly inboundWebhookUrl: string | undefined
}

/** Who answers calls to the number at Retell; undefined when Retell does not know it. */
export async function readBinding(client: RetellClient, number: PhoneNumber): Promise<RetellBinding | undefined> {
  const record = await unlessMissing(client.read('phoneNumber.retrieve', (sdk) => sdk.phoneNumber.retrieve(number)))
  if (record === undefined) return undefined
  const agents = record.inbound_agents ?? []
  return {
    agentIds: agents.map(({ agent_id }) => agent_id),
    isLatestPublished: agents.every(({ agent_version }) => agent_version === latestPublished),
    inboundWebhookUrl: record.inbound_webhook_url ?? undefined,
  }
}
