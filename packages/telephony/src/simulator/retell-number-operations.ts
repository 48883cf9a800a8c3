import type { WireObject } from './domain/ledger-entry.ts'
import { findVersion } from './domain/versions.ts'
import { isObject, textIn, type Operation, type VendorReply, type VendorRequest } from './operation.ts'
import { retellPage } from './retell-pages.ts'
import { missingAtRetell, refuseAsRetell } from './retell-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

/** Retell's endpoints for numbers that reach it by SIP trunk. */
export function retellNumberOperations(world: VendorWorld): readonly Operation[] {
  const { trunkNumbers } = world.state
  return [
    {
      method: 'POST',
      path: '/import-phone-number',
      target: 'retell.numbers.import',
      perform: ({ body }) => importNumber(world, body),
    },
    {
      method: 'GET',
      path: '/get-phone-number/:id',
      target: 'retell.numbers.get',
      perform: ({ params }) => {
        const number = trunkNumbers.get(params['id'] ?? '')
        return number === undefined ? missingAtRetell('phone number') : { status: 200, body: number }
      },
    },
    {
      method: 'PATCH',
      path: '/update-phone-number/:id',
      target: 'retell.numbers.update',
      perform: (request) => updateNumber(world, request),
    },
    {
      method: 'DELETE',
      path: '/delete-phone-number/:id',
      target: 'retell.numbers.delete',
      perform: ({ params }) => deleteNumber(world, params['id'] ?? ''),
    },
    {
      method: 'GET',
      path: '/v2/list-phone-numbers',
      target: 'retell.numbers.list',
      perform: ({ query }) => retellPage([...trunkNumbers.values()], query),
    },
  ]
}

/**
 * The version of the agent that answers calls to the number, undefined when none is bound or the bound one is gone.
 * A draft, which refuses calls, when nothing was published yet.
 */
export function agentBoundTo(world: VendorWorld, number: string): WireObject | undefined {
  const bound = world.state.trunkNumbers.get(number)?.['inbound_agents']
  const first: unknown = Array.isArray(bound) ? bound[0] : undefined
  const agentId = isObject(first) ? textIn(first, 'agent_id') : undefined
  if (!isObject(first) || agentId === undefined) return undefined
  const { agents } = world.state
  return findVersion(agents, agentId, first['agent_version']) ?? findVersion(agents, agentId)
}

function importNumber(world: VendorWorld, body: WireObject): VendorReply {
  const number = textIn(body, 'phone_number')
  const terminationUri = textIn(body, 'termination_uri')
  if (number === undefined || terminationUri === undefined) return refuseAsRetell(400)
  if (world.state.trunkNumbers.has(number)) return refuseAsRetell(400, 'Phone number already exists.')
  const problem = agentsProblem(world, body)
  if (problem !== undefined) return problem
  const detail = {
    phone_number: number,
    phone_number_type: 'custom',
    inbound_agents: body['inbound_agents'] ?? null,
    outbound_agents: body['outbound_agents'] ?? null,
    inbound_webhook_url: body['inbound_webhook_url'] ?? null,
    sip_outbound_trunk_config: {
      termination_uri: terminationUri,
      auth_username: body['sip_trunk_auth_username'] ?? null,
      transport: body['transport'] ?? 'TCP',
    },
    last_modification_timestamp: world.clock.now().getTime(),
  }
  return { status: 201, body: world.record({ vendor: 'retell', effect: 'trunk_number_imported', id: number, detail }) }
}

function updateNumber(world: VendorWorld, { params, body }: VendorRequest): VendorReply {
  const number = params['id'] ?? ''
  const record = world.state.trunkNumbers.get(number)
  if (record === undefined) return missingAtRetell('phone number')
  const problem = agentsProblem(world, body)
  if (problem !== undefined) return problem
  const detail = { ...record, ...body, last_modification_timestamp: world.clock.now().getTime() }
  return { status: 200, body: world.record({ vendor: 'retell', effect: 'trunk_number_updated', id: number, detail }) }
}

function deleteNumber(world: VendorWorld, number: string): VendorReply {
  const record = world.state.trunkNumbers.get(number)
  if (record === undefined) return missingAtRetell('phone number')
  world.record({ vendor: 'retell', effect: 'trunk_number_deleted', id: number, detail: record })
  return { status: 204 }
}

/** Weights of a number's agents must add up to 1, and the agents must exist. */
function agentsProblem(world: VendorWorld, body: WireObject): VendorReply | undefined {
  const agents: unknown = body['inbound_agents']
  if (!Array.isArray(agents) || agents.length === 0) return undefined
  const bound = agents.filter(isObject)
  const weight = bound.reduce((total, agent) => total + Number(agent['weight']), 0)
  if (Math.abs(weight - 1) > 1e-9) return refuseAsRetell(400, 'Agent weights must add up to 1.')
  const isMissing = bound.some(
    (agent) => findVersion(world.state.agents, textIn(agent, 'agent_id') ?? '') === undefined,
  )
  return isMissing ? missingAtRetell('agent') : undefined
}
