import type { WireObject } from './domain/ledger-entry.ts'
import { findVersion } from './domain/versions.ts'
import { isObject, objectIn, textIn, type Operation, type VendorReply } from './operation.ts'
import { retellPage } from './retell-pages.ts'
import { missingAtRetell, refuseAsRetell } from './retell-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

/** Retell's endpoints to read calls back, and the ones that show whether a key works. */
export function retellCallOperations(world: VendorWorld): readonly Operation[] {
  const { calls } = world.state
  return [
    {
      method: 'GET',
      path: '/v2/get-call/:id',
      target: 'retell.calls.get',
      perform: ({ params }) => {
        const call = calls.get(params['id'] ?? '')
        return call === undefined ? missingAtRetell('call') : { status: 200, body: call }
      },
    },
    {
      method: 'POST',
      path: '/v3/list-calls',
      target: 'retell.calls.list',
      perform: ({ body }) => {
        const query = new URLSearchParams()
        for (const key of ['limit', 'pagination_key']) if (body[key] !== undefined) query.set(key, String(body[key]))
        const wanted = [...calls.values()].filter((call) => hasMetadata(call, objectIn(body, 'filter_criteria')))
        return retellPage(wanted.map(withoutTranscript), query)
      },
    },
    {
      method: 'POST',
      path: '/v2/register-phone-call',
      target: 'retell.calls.register',
      perform: ({ body }) => registerCall(world, body),
    },
    {
      method: 'GET',
      path: '/get-concurrency',
      target: 'retell.concurrency.get',
      perform: () => ({
        status: 200,
        body: {
          current_concurrency: [...calls.values()].filter((call) => call['call_status'] === 'ongoing').length,
          concurrency_limit: 20,
          base_concurrency: 20,
          purchased_concurrency: 0,
          concurrency_purchase_limit: 100,
          remaining_purchase_limit: 100,
          concurrency_burst_enabled: false,
          concurrency_burst_limit: 0,
          reserved_inbound_concurrency: 0,
        },
      }),
    },
  ]
}

/** Announces a call that will be dialled by SIP: Retell gives it an id and waits. */
function registerCall(world: VendorWorld, body: WireObject): VendorReply {
  const agentId = textIn(body, 'agent_id')
  if (agentId === undefined) return refuseAsRetell(400)
  const { agents } = world.state
  const agent = findVersion(agents, agentId, 'latest_published') ?? findVersion(agents, agentId)
  if (agent === undefined) return missingAtRetell('agent')
  const callId = world.retellId('call')
  const detail = {
    call_id: callId,
    call_type: 'phone_call',
    agent_id: agentId,
    agent_version: Number(agent['version']),
    agent_name: textIn(agent, 'agent_name') ?? '',
    call_status: 'registered',
    direction: textIn(body, 'direction') ?? 'inbound',
    from_number: textIn(body, 'from_number') ?? '',
    to_number: textIn(body, 'to_number') ?? '',
    metadata: objectIn(body, 'metadata'),
  }
  return { status: 201, body: world.record({ vendor: 'retell', effect: 'call_registered', id: callId, detail }) }
}

/** Whether the call has every metadata value that the criteria ask for. Other criteria are not simulated. */
function hasMetadata(call: WireObject, criteria: WireObject): boolean {
  const wanted: unknown = criteria['metadata']
  if (!Array.isArray(wanted)) return true
  const metadata = objectIn(call, 'metadata')
  return wanted.filter(isObject).every((filter) => metadata[String(filter['key'])] === filter['value'])
}

function withoutTranscript(call: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { transcript: _transcript, transcript_object: _object, transcript_with_tool_calls: _calls, ...rest } = call
  return rest
}
