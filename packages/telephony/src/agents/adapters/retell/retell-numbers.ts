import type { PhoneNumber } from '@cloudgreet/core'

import type { RetellClient } from './retell-client.ts'
import { isMissingAtRetell } from './retell-error.ts'

export interface RetellTrunkSettings {
  /** Telnyx's SIP host for calls that Retell makes. Default: `sip.telnyx.com`. */
  readonly terminationUri?: string | undefined
  /** Credentials of the SIP connection at Telnyx, needed for outgoing calls only. */
  readonly sipUsername?: string | undefined
  readonly sipPassword?: string | undefined
}

/** Ties the number to the agent at Retell: imported the first time, updated later. */
export async function bindNumber(
  client: RetellClient,
  binding: { readonly number: PhoneNumber; readonly agentId: string },
  settings: RetellTrunkSettings,
): Promise<void> {
  // "latest_published": an unfinished draft must never reach a caller.
  const inboundAgents = [{ agent_id: binding.agentId, weight: 1, agent_version: 'latest_published' }]
  if (await isImported(client, binding.number)) {
    await client.call('phoneNumber.update', (sdk) =>
      sdk.phoneNumber.update(binding.number, { inbound_agents: inboundAgents }),
    )
    return
  }
  await client.call('phoneNumber.import', (sdk) =>
    sdk.phoneNumber.import({
      phone_number: binding.number,
      termination_uri: settings.terminationUri ?? 'sip.telnyx.com',
      transport: 'TCP',
      inbound_agents: inboundAgents,
      ...(settings.sipUsername === undefined ? {} : { sip_trunk_auth_username: settings.sipUsername }),
      ...(settings.sipPassword === undefined ? {} : { sip_trunk_auth_password: settings.sipPassword }),
    }),
  )
}

/** Takes the number out of Retell. Not there is success. */
export async function unbindNumber(client: RetellClient, number: PhoneNumber): Promise<void> {
  try {
    await client.call('phoneNumber.delete', (sdk) => sdk.phoneNumber.delete(number))
  } catch (error) {
    if (!isMissingAtRetell(error)) throw error
  }
}

async function isImported(client: RetellClient, number: PhoneNumber): Promise<boolean> {
  try {
    await client.call('phoneNumber.retrieve', (sdk) => sdk.phoneNumber.retrieve(number))
    return true
  } catch (error) {
    if (isMissingAtRetell(error)) return false
    throw error
  }
}
