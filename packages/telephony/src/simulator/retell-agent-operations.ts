import type { Effect, WireObject } from './domain/ledger-entry.ts'
import { objectIn, textIn, type Operation, type VendorReply, type VendorRequest } from './operation.ts'
import { retellPage } from './retell-pages.ts'
import { missingAtRetell, refuseAsRetell } from './retell-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

/** Retell's endpoints for agents and the language models behind them. */
export function retellAgentOperations(world: VendorWorld): readonly Operation[] {
  return [...llmOperations(world), ...agentOperations(world)]
}

function llmOperations(world: VendorWorld): readonly Operation[] {
  const { llms } = world.state
  return [
    {
      method: 'POST',
      path: '/create-retell-llm',
      target: 'retell.llms.create',
      perform: ({ body }) => created(world, 'llm', { model: 'gpt-4.1', start_speaker: 'agent', ...body }),
    },
    one('GET', '/get-retell-llm/:id', 'retell.llms.get', (id) => found(llms.get(id), 'llm')),
    {
      method: 'PATCH',
      path: '/update-retell-llm/:id',
      target: 'retell.llms.update',
      perform: (request) => updated(world, { records: llms, effect: 'llm_updated', what: 'llm' }, request),
    },
    one('DELETE', '/delete-retell-llm/:id', 'retell.llms.delete', (id) =>
      deleted(world, { records: llms, effect: 'llm_deleted', what: 'llm' }, id),
    ),
    {
      method: 'GET',
      path: '/v2/list-retell-llms',
      target: 'retell.llms.list',
      perform: ({ query }) => retellPage([...llms.values()], query),
    },
  ]
}

function agentOperations(world: VendorWorld): readonly Operation[] {
  const { agents } = world.state
  return [
    {
      method: 'POST',
      path: '/create-agent',
      target: 'retell.agents.create',
      perform: ({ body }) => createAgent(world, body),
    },
    one('GET', '/get-agent/:id', 'retell.agents.get', (id) => found(agents.get(id), 'agent')),
    {
      method: 'PATCH',
      path: '/update-agent/:id',
      target: 'retell.agents.update',
      perform: (request) => updated(world, { records: agents, effect: 'agent_updated', what: 'agent' }, request),
    },
    {
      method: 'POST',
      path: '/publish-agent-version/:id',
      target: 'retell.agents.publish',
      perform: (request) => publishAgent(world, request),
    },
    {
      method: 'POST',
      path: '/v2/list-agents',
      target: 'retell.agents.list',
      perform: ({ query, body }) =>
        retellPage(searchAgents([...agents.values()], objectIn(body, 'filter_criteria')), query),
    },
    one('DELETE', '/delete-agent/:id', 'retell.agents.delete', (id) =>
      deleted(world, { records: agents, effect: 'agent_deleted', what: 'agent' }, id),
    ),
  ]
}

function createAgent(world: VendorWorld, body: WireObject): VendorReply {
  const engine = objectIn(body, 'response_engine')
  if (textIn(body, 'voice_id') === undefined || textIn(engine, 'type') === undefined) return refuseAsRetell(400)
  if (engine['type'] === 'retell-llm' && !world.state.llms.has(textIn(engine, 'llm_id') ?? ''))
    return missingAtRetell('llm')
  return created(world, 'agent', body)
}

function created(world: VendorWorld, kind: 'agent' | 'llm', body: WireObject): VendorReply {
  const id = world.retellId(kind)
  const detail = {
    ...body,
    [`${kind}_id`]: id,
    version: 0,
    is_published: false,
    last_modification_timestamp: world.clock.now().getTime(),
  }
  return { status: 201, body: world.record({ vendor: 'retell', effect: `${kind}_created`, id, detail }) }
}

function publishAgent(world: VendorWorld, { params, body }: VendorRequest): VendorReply {
  const id = params['id'] ?? ''
  const agent = world.state.agents.get(id)
  if (agent === undefined) return missingAtRetell('agent')
  if (body['version'] !== agent['version']) return refuseAsRetell(400, 'Agent version not found.')
  const detail = { ...agent, is_published: true, last_modification_timestamp: world.clock.now().getTime() }
  world.record({ vendor: 'retell', effect: 'agent_published', id, detail })
  return { status: 200 }
}

/** Items of `/v2/list-agents`. The query is a substring search over name and id, without regard to case. */
function searchAgents(agents: readonly WireObject[], filter: WireObject): readonly WireObject[] {
  const query = (textIn(filter, 'query') ?? '').toLowerCase()
  return agents
    .map((agent) => ({
      agent_id: agent['agent_id'],
      agent_name: textIn(agent, 'agent_name') ?? '',
      channel: 'voice',
      tags: {},
      user_modified_timestamp: agent['last_modification_timestamp'],
    }))
    .filter((item) => `${item.agent_name}\n${String(item.agent_id)}`.toLowerCase().includes(query))
}

interface Kept {
  readonly records: Map<string, WireObject>
  readonly effect: Effect
  readonly what: string
}

function one(method: 'GET' | 'DELETE', path: string, target: string, perform: (id: string) => VendorReply): Operation {
  return { method, path, target, perform: ({ params }) => perform(params['id'] ?? '') }
}

function found(record: WireObject | undefined, what: string): VendorReply {
  return record === undefined ? missingAtRetell(what) : { status: 200, body: record }
}

function updated(world: VendorWorld, kept: Kept, { params, body }: VendorRequest): VendorReply {
  const id = params['id'] ?? ''
  const record = kept.records.get(id)
  if (record === undefined) return missingAtRetell(kept.what)
  const detail = { ...record, ...body, last_modification_timestamp: world.clock.now().getTime() }
  return { status: 200, body: world.record({ vendor: 'retell', effect: kept.effect, id, detail }) }
}

function deleted(world: VendorWorld, kept: Kept, id: string): VendorReply {
  const record = kept.records.get(id)
  if (record === undefined) return missingAtRetell(kept.what)
  world.record({ vendor: 'retell', effect: kept.effect, id, detail: record })
  return { status: 204 }
}
