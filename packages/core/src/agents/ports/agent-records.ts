import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'
import type { AgentInspection } from './agent-inspector.ts'
import type { AgentSettings } from './agent-settings.ts'

/** What our own rows say of an open business's agent. */
export interface AgentRecord {
  readonly settings: AgentSettings
  readonly isPaused: boolean
  /** The agent that events are matched by. */
  readonly agentId: string | undefined
  readonly number: PhoneNumber | undefined
  /** When the settings last changed. */
  readonly changedAt: Date
}

/** Our side of the agents: what each is to be, which one it is, who works on it, how it was found. */
export interface AgentRecords {
  /** Undefined for a business that does not exist or is not open. */
  find(business: BusinessId): Promise<AgentRecord | undefined>

  setAgentId(business: BusinessId, agentId: string): Promise<void>

  /** Open businesses in the order of their ids, after the given one. */
  listOpen(page: { readonly after: BusinessId | undefined; readonly limit: number }): Promise<readonly BusinessId[]>

  /**
   * Makes `holder` the only one that works on the agent until `heldUntil`; again to go on.
   *
   * @returns false while somebody else holds it
   */
  claim(business: BusinessId, holder: string, heldUntil: Date): Promise<boolean>

  /** Ends the claim of this holder; nothing when it is another's. */
  release(business: BusinessId, holder: string): Promise<void>

  /** Remembers how the agent was found, for who cannot wait for the vendors. */
  keepInspection(inspection: AgentInspection): Promise<void>
}
