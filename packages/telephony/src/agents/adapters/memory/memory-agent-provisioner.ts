import {
  UpstreamError,
  type AgentProvisioner,
  type BusinessId,
  type DesiredAgent,
  type NumberConnection,
  type PhoneNumber,
} from '@cloudgreet/core'

/** What the next `createAgent` does instead of succeeding. */
export type MemoryAgentFault = 'timeout_but_done' | 'half_made' | 'refused'

/** Keeps agents and connections in memory, and fails on command like a vendor does. */
export class MemoryAgentProvisioner implements AgentProvisioner {
  readonly agents = new Map<string, DesiredAgent>()
  readonly connections = new Map<PhoneNumber, NumberConnection>()
  readonly #faults: MemoryAgentFault[] = []
  #made = 0

  /** The next {@link createAgent} meets this fault. */
  failNext(fault: MemoryAgentFault): void {
    this.#faults.push(fault)
  }

  /** How many agents were ever made, removed ones included. */
  get madeCount(): number {
    return this.#made
  }

  async createAgent(desired: DesiredAgent): Promise<{ readonly agentId: string }> {
    const existing = await this.findAgent(desired.businessId)
    if (existing !== undefined) return existing
    const fault = this.#faults.shift()
    if (fault === 'refused')
      throw new UpstreamError('upstream_refused', 'The agent was refused.', { vendor: 'memory', outcome: 'refused' })
    this.#made += 1
    const agentId = `agent-${this.#made}`
    this.agents.set(agentId, desired)
    if (fault !== undefined)
      throw new UpstreamError('upstream_timeout', 'No answer in time.', {
        vendor: 'memory',
        outcome: 'unknown',
        isRetryable: true,
      })
    return { agentId }
  }

  async findAgent(business: BusinessId): Promise<{ readonly agentId: string } | undefined> {
    for (const [agentId, desired] of this.agents) if (desired.businessId === business) return { agentId }
    return undefined
  }

  async removeAgent(agentId: string): Promise<void> {
    this.agents.delete(agentId)
  }

  async connectNumber(connection: NumberConnection): Promise<void> {
    this.connections.set(connection.number, connection)
  }

  async disconnectNumber(number: PhoneNumber): Promise<void> {
    this.connections.delete(number)
  }
}

export function createMemoryAgentProvisioner(): MemoryAgentProvisioner {
  return new MemoryAgentProvisioner()
}
