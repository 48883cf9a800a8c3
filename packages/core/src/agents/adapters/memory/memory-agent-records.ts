import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { Clock } from '../../../kernel/ports/clock.ts'
import type { AgentInspection } from '../../ports/agent-inspector.ts'
import type { AgentRecord, AgentRecords } from '../../ports/agent-records.ts'

/** Records in memory. Put a business into `records` to open it. */
export class MemoryAgentRecords implements AgentRecords {
  readonly records = new Map<BusinessId, AgentRecord>()
  readonly inspections = new Map<BusinessId, AgentInspection>()
  readonly #claims = new Map<BusinessId, { readonly holder: string; readonly heldUntil: Date }>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async find(business: BusinessId): Promise<AgentRecord | undefined> {
    return this.records.get(business)
  }

  async setAgentId(business: BusinessId, agentId: string): Promise<void> {
    const record = this.records.get(business)
    if (record !== undefined) this.records.set(business, { ...record, agentId })
  }

  async listOpen({ after, limit }: { after: BusinessId | undefined; limit: number }): Promise<readonly BusinessId[]> {
    return [...this.records.keys()]
      .toSorted()
      .filter((business) => after === undefined || business > after)
      .slice(0, limit)
  }

  async claim(business: BusinessId, holder: string, heldUntil: Date): Promise<boolean> {
    const current = this.#claims.get(business)
    if (current !== undefined && current.holder !== holder && current.heldUntil > this.#clock.now()) return false
    this.#claims.set(business, { holder, heldUntil })
    return true
  }

  async release(business: BusinessId, holder: string): Promise<void> {
    if (this.#claims.get(business)?.holder === holder) this.#claims.delete(business)
  }

  async keepInspection(inspection: AgentInspection): Promise<void> {
    this.inspections.set(inspection.businessId, inspection)
  }
}

export function createMemoryAgentRecords({ clock }: { readonly clock: Clock }): MemoryAgentRecords {
  return new MemoryAgentRecords(clock)
}
