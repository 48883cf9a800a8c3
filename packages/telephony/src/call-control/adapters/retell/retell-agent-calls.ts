import { createRetellClient, type RetellAccess } from '../../../agents/adapters/retell/retell-client.ts'
import type { AgentCalls } from '../../ports/agent-calls.ts'

/** Names our key in a call's metadata at Retell. It serves the probe alone: whose call it is, our own tables say. */
const keyName = 'cloudgreet_key'

/** Calls announced to Retell, to be dialled by SIP (docs.retellai.com, custom telephony). */
export function createRetellAgentCalls(access: RetellAccess): AgentCalls {
  const client = createRetellClient(access)
  return {
    async register({ agentId, from, to, key }) {
      const call = await client.call('call.register', (sdk) =>
        sdk.call.registerPhoneCall({
          agent_id: agentId,
          agent_version: 'latest_published',
          direction: 'inbound',
          metadata: { [keyName]: key },
          ...(from === null ? {} : { from_number: from }),
          ...(to === null ? {} : { to_number: to }),
        }),
      )
      return { agentCallId: call.call_id }
    },

    async find(key) {
      const { items } = await client.call('call.list', (sdk) =>
        sdk.call.list({
          filter_criteria: { metadata: [{ type: 'string', op: 'eq', key: keyName, value: key }] },
          limit: 1,
        }),
      )
      const [found] = items
      return found && { agentCallId: found.call_id }
    },
  }
}
