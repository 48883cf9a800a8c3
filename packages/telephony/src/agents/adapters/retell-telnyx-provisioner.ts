import { UnsupportedOperationError, type CallRoute } from '@cloudgreet/core'

import {
  createTelnyxClient,
  type TelnyxAccess,
  type TelnyxClient,
} from '../../messaging/adapters/telnyx/telnyx-client.ts'
import type { AgentVendor } from '../ports/agent-vendor.ts'
import { createRetellAgents } from './retell/retell-agents.ts'
import { createRetellClient, type RetellAccess } from './retell/retell-client.ts'
import {
  bindNumber,
  detachAgents,
  readBinding,
  type RetellTrunkSettings,
  unbindNumber,
} from './retell/retell-numbers.ts'
import {
  type CallControlApplicationSettings,
  ensureCallControlApplication,
} from './telnyx/telnyx-call-control-application.ts'
import { readRouting, routeNumber, unrouteNumber } from './telnyx/telnyx-number-routing.ts'

export interface RetellTelnyxProvisionerOptions {
  readonly retell: RetellAccess & RetellTrunkSettings
  readonly telnyx: TelnyxAccess & {
    readonly messagingProfileId: string
    /** Id of the SIP (FQDN) connection to `sip.retellai.com`: route `trunk`. */
    readonly trunkConnectionId: string
    /** Id of the Call Control application: route `call-control`. It is taken as it is. */
    readonly callControlConnectionId?: string | undefined
    /** Without an id: the application that is made and kept up to date. Without either, the route is unsupported. */
    readonly callControlApplication?: CallControlApplicationSettings | undefined
    /** Where numbers without a business go. Without it, they stay on their connection, and Retell refuses their calls. */
    readonly parkingConnectionId?: string | undefined
  }
}

/** Agents at Retell, numbers at Telnyx. */
export function createRetellTelnyxProvisioner(options: RetellTelnyxProvisionerOptions): AgentVendor {
  const retell = createRetellClient(options.retell)
  const telnyx = createTelnyxClient(options.telnyx)
  const agents = createRetellAgents(retell)
  return {
    createAgent: (desired) => agents.create(desired),
    findAgent: (business) => agents.find(business),
    removeAgent: (agentId) => agents.remove(agentId),
    listAgents: (business) => agents.list(business),
    readAgent: (agentId) => agents.read(agentId),
    updateAgent: (agentId, desired) => agents.update(agentId, desired),
    detachAgent: (number) => detachAgents(retell, number),

    async connectNumber({ number, agentId, route }) {
      const connectionId = await findConnectionId(telnyx, route, options)
      // Retell first: once Telnyx sends calls there, the agent must be ready for them.
      if (route === 'trunk') await bindNumber(retell, { number, agentId }, options.retell)
      else await unbindNumber(retell, number)
      await routeNumber(telnyx, number, { connectionId, messagingProfileId: options.telnyx.messagingProfileId })
    },

    async disconnectNumber(number) {
      await unrouteNumber(telnyx, number, options.telnyx.parkingConnectionId)
      await unbindNumber(retell, number)
    },

    async readNumber(number, route) {
      const routing = await readRouting(telnyx, number)
      if (routing === undefined) return undefined
      const binding = await readBinding(retell, number)
      const isBound = route !== 'trunk' || binding !== undefined
      return {
        areCallsConnected: isBound && routing.connectionId === (await findConnectionId(telnyx, route, options)),
        areTextsConnected: routing.messagingProfileId === options.telnyx.messagingProfileId,
        agentIds: binding?.agentIds ?? [],
        isLatestPublished: binding?.isLatestPublished ?? false,
        areCallsAnnounced: [undefined, binding?.inboundWebhookUrl].includes(options.retell.inboundWebhookUrl),
      }
    },
  }
}

/** @throws {UnsupportedOperationError} when the account has no Call Control application for that route */
async function findConnectionId(
  client: TelnyxClient,
  route: CallRoute,
  { telnyx }: RetellTelnyxProvisionerOptions,
): Promise<string> {
  if (route === 'trunk') return telnyx.trunkConnectionId
  if (telnyx.callControlConnectionId !== undefined) return telnyx.callControlConnectionId
  if (telnyx.callControlApplication !== undefined)
    return ensureCallControlApplication(client, telnyx.callControlApplication)
  throw new UnsupportedOperationError('connectNumber with route call-control')
}
