import { UnsupportedOperationError, type AgentProvisioner, type CallRoute } from '@cloudgreet/core'

import { createTelnyxClient, type TelnyxAccess } from '../../messaging/adapters/telnyx/telnyx-client.ts'
import { createRetellAgents, type RetellAgentSettings } from './retell/retell-agents.ts'
import { createRetellClient, type RetellAccess } from './retell/retell-client.ts'
import { bindNumber, unbindNumber, type RetellTrunkSettings } from './retell/retell-numbers.ts'
import { routeNumber, unrouteNumber } from './telnyx/telnyx-number-routing.ts'

export interface RetellTelnyxProvisionerOptions {
  readonly retell: RetellAccess & RetellAgentSettings & RetellTrunkSettings
  readonly telnyx: TelnyxAccess & {
    readonly messagingProfileId: string
    /** Id of the SIP (FQDN) connection to `sip.retellai.com`: route `trunk`. */
    readonly trunkConnectionId: string
    /** Id of the Call Control application: route `call-control`. Without it, that route is unsupported. */
    readonly callControlConnectionId?: string | undefined
    /** Where numbers without a business go. Without it, they stay on their connection, and Retell refuses their calls. */
    readonly parkingConnectionId?: string | undefined
  }
}

/** Agents at Retell, numbers at Telnyx. */
export function createRetellTelnyxProvisioner(options: RetellTelnyxProvisionerOptions): AgentProvisioner {
  const retell = createRetellClient(options.retell)
  const telnyx = createTelnyxClient(options.telnyx)
  const agents = createRetellAgents(retell, options.retell)
  return {
    createAgent: (desired) => agents.create(desired),
    findAgent: (business) => agents.find(business),
    removeAgent: (agentId) => agents.remove(agentId),

    async connectNumber({ number, agentId, route }) {
      const connectionId = toConnectionId(route, options)
      // Retell first: once Telnyx sends calls there, the agent must be ready for them.
      if (route === 'trunk') await bindNumber(retell, { number, agentId }, options.retell)
      else await unbindNumber(retell, number)
      await routeNumber(telnyx, number, { connectionId, messagingProfileId: options.telnyx.messagingProfileId })
    },

    async disconnectNumber(number) {
      await unrouteNumber(telnyx, number, options.telnyx.parkingConnectionId)
      await unbindNumber(retell, number)
    },
  }
}

/** @throws {UnsupportedOperationError} when the account has no Call Control application for that route */
function toConnectionId(route: CallRoute, { telnyx }: RetellTelnyxProvisionerOptions): string {
  if (route === 'trunk') return telnyx.trunkConnectionId
  if (telnyx.callControlConnectionId !== undefined) return telnyx.callControlConnectionId
  throw new UnsupportedOperationError('connectNumber with route call-control')
}
