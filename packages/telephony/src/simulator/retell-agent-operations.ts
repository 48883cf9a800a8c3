import type { WireObject } from './domain/ledger-entry.ts'
import { findVersion, versionsOf } from './domain/versions.ts'
import { objectIn, textIn, type Operation, type VendorReply, type VendorRequest } from './operation.ts'
import { createAgent, createLlm, createVersion, deleteAll, patchVersion, publishVersion } from './retell-agents.ts'
import { retellPage } from './retell-pages.ts'
import { missingAtRetell } from './retell-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

/** Retell's endpoints for agents and the language models behind them. */
export function retellAgentOperations(world: VendorWorld): readonly Operation[] {
  return [...llmOperations(world), ...agentOperations(world), ...versionOperations(world)]
}

function llmOperations(world: VendorWorld): readonly Operation[] {
  const { llms } = world.state
  return [
    {
      method: 'POST',
      path: '/create-retell-llm',
      target: 'retell.llms.create',
      perform: ({ body }) => createLlm(world, body),
    },
    {
      method: 'GET',
      path: '/get-retell-llm/:id',
      target: 'retell.llms.get',
      perform: (request) => found(llms, 'llm', request),
    },
    {
      method: 'PATCH',
      path: '/update-retell-llm/:id',
      target: 'retell.llms.update',
      perform: (request) => patchVersion(world, 'llm', toPatch(request)),
    },
    {
      method: 'DELETE',
      path: '/delete-retell-llm/:id',
      target: 'retell.llms.delete',
      perform: ({ params }) => deleteAll(world, 'llm', params['id'] ?? ''),
    },
    {
      method: 'GET',
      path: '/v2/list-retell-llms',
      target: 'retell.llms.list',
      perform: ({ query }) => retellPage(latestOfEach(llms, 'llm_id'), query),
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
    {
      method: 'GET',
      path: '/get-agent/:id',
      target: 'retell.agents.get',
      perform: (request) => found(agents, 'agent', request),
    },
    {
      method: 'PATCH',
      path: '/update-agent/:id',
      target: 'retell.agents.update',
      perform: (request) => patchVersion(world, 'agent', toPatch(request)),
    },
    {
      method: 'POST',
      path: '/v2/list-agents',
      target: 'retell.agents.list',
      perform: ({ query, body }) =>
        retellPage(searchAgents(latestOfEach(agents, 'agent_id'), objectIn(body, 'filter_criteria')), query),
    },
    {
      method: 'DELETE',
      path: '/delete-agent/:id',
      target: 'retell.agents.delete',
      perform: ({ params }) => deleteAll(world, 'agent', params['id'] ?? ''),
    },
  ]
}

function versionOperations(world: VendorWorld): readonly Operation[] {
  return [
    {
      method: 'POST',
      path: '/create-agent-version/:id',
      target: 'retell.agents.create_version',
      perform: ({ params, body }) => createVersion(world, params['id'] ?? '', body['base_version']),
    },
    {
      method: 'GET',
      path: '/list-agent-versions/:id',
      target: 'retell.agents.list_versions',
      perform: ({ params, query }) => listVersions(world, params['id'] ?? '', query),
    },
    {
      method: 'POST',
      path: '/publish-agent-version/:id',
      target: 'retell.agents.publish',
      perform: ({ params, body }) => publishVersion(world, params['id'] ?? '', body['version']),
    },
  ]
}

function listVersions(world: VendorWorld, id: string, query: URLSearchParams): VendorReply {
  const versions = versionsOf(world.state.agents, id)
  if (versions.length === 0) return missingAtRetell('agent')
  const items = versions.map((version) => ({
    version: version['version'],
    is_published: version['is_published'],
    last_modification_timestamp: version['last_modification_timestamp'],
    ...(typeof version['base_version'] === 'number' ? { base_version: version['base_version'] } : {}),
    ...(typeof version['version_title'] === 'string' ? { version_title: version['version_title'] } : {}),
  }))
  return retellPage(query.get('sort_order') === 'ascending' ? items : items.toReversed(), query)
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

function latestOfEach(records: ReadonlyMap<string, WireObject>, idField: string): readonly WireObject[] {
  const ids = new Set([...records.values()].map((record) => String(record[idField])))
  return [...ids].map((id) => findVersion(records, id)).filter((record) => record !== undefined)
}

function toPatch({ params, query, body }: VendorRequest) {
  return { id: params['id'] ?? '', version: query.get('version'), changes: body }
}

function found(
  records: ReadonlyMap<string, WireObject>,
  what: string,
  { params, query }: Pick<VendorRequest, 'params' | 'query'>,
): VendorReply {
  const record = findVersion(records, params['id'] ?? '', query.get('version'))
  return record === undefined ? missingAtRetell(what) : { status: 200, body: record }
}
