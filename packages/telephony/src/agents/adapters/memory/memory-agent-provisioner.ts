import {
  UpstreamError,
  type BusinessId,
  type DesiredAgent,
  type NumberConnection,
  type PhoneNumber,
} from '@cloudgreet/core'

import { isAgentNameOf, toAgentName } from '../../domain/agent-name.ts'
import type { ActualAgent, ActualNumber, AgentVendor } from '../../ports/agent-vendor.ts'

/** What the next `createAgent` or `updateAgent` does instead of succeeding. */
export type MemoryAgentFault = 'timeout_but_done' | 'half_made' | 'refused'

/** Keeps agents and numbers in memory, and fails on command like a vendor does. Its account holds every number. */
export class MemoryAgentProvisioner implements AgentVendor {
  readonly agents = new Map<string, ActualAgent>()
  readonly numbers = new Map<PhoneNumber, ActualNumber>()
  readonly #faults: MemoryAgentFault[] = []
  #made = 0

  /** The next {@link createAgent} or {@link updateAgent} meets this fault. */
  failNext(fault: MemoryAgentFault): void {
    this.#faults.push(fault)
  }

  /** Somebody changes the agent in the vendor's console. */
  editByHand(agentId: string, changes: Partial<ActualAgent>): void {
    const agent = this.agents.get(agentId)
    if (agent !== undefined) this.agents.set(agentId, { ...agent, ...changes })
  }

  /** How many agents were ever made, removed ones included. */
  get madeCount(): number {
    return this.#made
  }

  async createAgent(desired: DesiredAgent): Promise<{ readonly agentId: string }> {
    const existing = await this.findAgent(desired.businessId)
    if (existing !== undefined) return existing
    const fault = this.#faults.shift()
    if (fault === 'refused') throw refusal()
    this.#made += 1
    const agentId = `agent-${this.#made}`
    this.agents.set(agentId, toActualAgent(agentId, desired, fault !== 'half_made'))
    if (fault !== undefined) throw lostAnswer()
    return { agentId }
  }

  async findAgent(business: BusinessId): Promise<{ readonly agentId: string } | undefined> {
    const [agentId] = await this.listAgents(business)
    if (agentId === undefined) return undefined
    this.editByHand(agentId, { isPublished: true })
    return { agentId }
  }

  async listAgents(business: BusinessId): Promise<readonly string[]> {
    return [...this.agents.values()]
      .filter(({ name }) => isAgentNameOf(business, name))
      .map(({ agentId }) => agentId)
      .toSorted()
  }

  async readAgent(agentId: string): Promise<ActualAgent | undefined> {
    return this.agents.get(agentId)
  }

  async updateAgent(agentId: string, desired: DesiredAgent): Promise<void> {
    const fault = this.#faults.shift()
    if (fault === 'refused' || !this.agents.has(agentId)) throw refusal()
    if (fault !== 'half_made') this.agents.set(agentId, toActualAgent(agentId, desired, true))
    if (fault !== undefined) throw lostAnswer()
  }

  async removeAgent(agentId: string): Promise<void> {
    this.agents.delete(agentId)
  }

  async connectNumber({ number, agentId, route }: NumberConnection): Promise<void> {
    const agentIds = route === 'trunk' ? [agentId] : []
    this.numbers.set(number, {
      areCallsConnected: true,
      areTextsConnected: true,
      agentIds,
      isLatestPublished: true,
      areCallsAnnounced: true,
    })
  }

  async disconnectNumber(number: PhoneNumber): Promise<void> {
    this.numbers.delete(number)
  }

  async readNumber(number: PhoneNumber): Promise<ActualNumber> {
    return this.numbers.get(number) ?? unconnected
  }

  async detachAgent(number: PhoneNumber): Promise<void> {
    const found = this.numbers.get(number)
    if (found !== undefined) this.numbers.set(number, { ...found, agentIds: [] })
  }
}

const unconnected: ActualNumber = {
  areCallsConnected: false,
  areTextsConnected: false,
  agentIds: [],
  isLatestPublished: false,
  areCallsAnnounced: false,
}

export function createMemoryAgentProvisioner(): MemoryAgentProvisioner {
  return new MemoryAgentProvisioner()
}

function toActualAgent(agentId: string, desired: DesiredAgent, isPublished: boolean): ActualAgent {
  const { greeting, prompt, voice, timeZone, functions, functionsUrl, webhook } = desired
  return {
    agentId,
    isPublished,
    name: toAgentName(desired.businessName, desired.businessId),
    greeting,
    prompt,
    voice,
    timeZone,
    functions: functions.map((definition) => ({ ...definition, url: `${functionsUrl}/${definition.name}` })),
    webhookUrl: webhook.url,
    webhookEvents: webhook.events,
    webhookTimeoutMs: webhook.timeoutMs,
  }
}

function refusal(): UpstreamError {
  return new UpstreamError('upstream_refused', 'The agent was refused.', { vendor: 'memory', outcome: 'refused' })
}

function lostAnswer(): UpstreamError {
  return new UpstreamError('upstream_timeout', 'No answer in time.', {
    vendor: 'memory',
    outcome: 'unknown',
    isRetryable: true,
  })
}
