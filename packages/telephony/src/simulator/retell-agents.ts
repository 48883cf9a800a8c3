import type { Effect, WireObject } from './domain/ledger-entry.ts'
import { findVersion } from './domain/versions.ts'
import { objectIn, textIn, type VendorReply } from './operation.ts'
import { missingAtRetell, refuseAsRetell } from './retell-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

/** What somebody changes in an agent by hand, in the vendor's console. */
export interface HandEdit {
  /** Fields of the agent. */
  readonly agent?: WireObject | undefined
  /** Fields of its language model. */
  readonly llm?: WireObject | undefined
  /** Whether callers meet it at once, or it stays a draft. */
  readonly publish: boolean
}

type Kind = 'agent' | 'llm'

export function createLlm(world: VendorWorld, body: WireObject): VendorReply {
  return created(world, 'llm', { model: 'gpt-4.1', start_speaker: 'agent', ...body })
}

export function createAgent(world: VendorWorld, body: WireObject): VendorReply {
  const engine = objectIn(body, 'response_engine')
  if (textIn(body, 'voice_id') === undefined || textIn(engine, 'type') === undefined) return refuseAsRetell(400)
  if (engine['type'] !== 'retell-llm') return created(world, 'agent', body)
  const llm = findLlm(world, body)
  if (llm === undefined) return missingAtRetell('llm')
  return created(world, 'agent', { ...body, response_engine: { ...engine, version: llm['version'] } })
}

/** Changes a draft; the latest version when none is named. Published versions are immutable. */
export function patchVersion(
  world: VendorWorld,
  kind: Kind,
  { id, version, changes }: { readonly id: string; readonly version?: unknown; readonly changes: WireObject },
): VendorReply {
  const record = findVersion(recordsOf(world, kind), id, version)
  if (record === undefined) return missingAtRetell(kind)
  if (record['is_published'] === true) return refuseAsRetell(400, 'A published version cannot be changed.')
  return { status: 200, body: keep(world, { kind, effect: `${kind}_updated`, detail: { ...record, ...changes } }) }
}

/** A new draft from a version, and one of its language model, which it points at. */
export function createVersion(world: VendorWorld, id: string, baseVersion: unknown): VendorReply {
  const { agents } = world.state
  const base = typeof baseVersion === 'number' ? findVersion(agents, id, baseVersion) : undefined
  const latest = findVersion(agents, id)
  if (base === undefined || latest === undefined) return missingAtRetell('agent version')
  const draft = {
    ...base,
    version: Number(latest['version']) + 1,
    base_version: base['version'],
    is_published: false,
    version_title: null,
    response_engine: branchEngine(world, base),
  }
  return { status: 201, body: keep(world, { kind: 'agent', effect: 'agent_version_created', detail: draft }) }
}

export function publishVersion(world: VendorWorld, id: string, version: unknown): VendorReply {
  const agent = typeof version === 'number' ? findVersion(world.state.agents, id, version) : undefined
  if (agent === undefined) return missingAtRetell('agent version')
  const llm = findLlm(world, agent)
  if (llm !== undefined && llm['is_published'] !== true)
    keep(world, { kind: 'llm', effect: 'llm_published', detail: { ...llm, is_published: true } })
  keep(world, { kind: 'agent', effect: 'agent_published', detail: { ...agent, is_published: true } })
  return { status: 200 }
}

export function deleteAll(world: VendorWorld, kind: Kind, id: string): VendorReply {
  const record = findVersion(recordsOf(world, kind), id)
  if (record === undefined) return missingAtRetell(kind)
  world.record({ vendor: 'retell', effect: `${kind}_deleted`, id, detail: record })
  return { status: 204 }
}

/** Somebody changes the agent in the vendor's console. */
export function editByHand(world: VendorWorld, id: string, { agent, llm, publish }: HandEdit): VendorReply {
  const latest = findVersion(world.state.agents, id)
  if (latest === undefined) return missingAtRetell('agent')
  const version = latest['is_published'] === true ? Number(latest['version']) + 1 : Number(latest['version'])
  if (latest['is_published'] === true) createVersion(world, id, latest['version'])
  if (agent !== undefined) patchVersion(world, 'agent', { id, version, changes: agent })
  const engine = objectIn(findVersion(world.state.agents, id, version) ?? {}, 'response_engine')
  if (llm !== undefined)
    patchVersion(world, 'llm', { id: textIn(engine, 'llm_id') ?? '', version: engine['version'], changes: llm })
  return publish ? publishVersion(world, id, version) : { status: 200 }
}

/** The version of the language model that a version of an agent speaks with. */
export function findLlm(world: VendorWorld, agent: WireObject): WireObject | undefined {
  const engine = objectIn(agent, 'response_engine')
  return findVersion(world.state.llms, textIn(engine, 'llm_id') ?? '', engine['version'])
}

function branchEngine(world: VendorWorld, base: WireObject): WireObject {
  const engine = objectIn(base, 'response_engine')
  const llm = findLlm(world, base)
  const latest = findVersion(world.state.llms, textIn(engine, 'llm_id') ?? '')
  if (llm === undefined || latest === undefined) return engine
  const version = Number(latest['version']) + 1
  keep(world, { kind: 'llm', effect: 'llm_version_created', detail: { ...llm, version, is_published: false } })
  return { ...engine, version }
}

function created(world: VendorWorld, kind: Kind, body: WireObject): VendorReply {
  const detail = { ...body, [`${kind}_id`]: world.retellId(kind), version: 0, is_published: false }
  return { status: 201, body: keep(world, { kind, effect: `${kind}_created`, detail }) }
}

function keep(
  world: VendorWorld,
  { kind, effect, detail }: { readonly kind: Kind; readonly effect: Effect; readonly detail: WireObject },
): WireObject {
  const dated = { ...detail, last_modification_timestamp: world.clock.now().getTime() }
  return world.record({ vendor: 'retell', effect, id: String(detail[`${kind}_id`]), detail: dated })
}

function recordsOf(world: VendorWorld, kind: Kind): ReadonlyMap<string, WireObject> {
  return kind === 'agent' ? world.state.agents : world.state.llms
}
