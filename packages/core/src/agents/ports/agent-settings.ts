import type { BookingRules, BusinessHours } from '../../contract/dashboard.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { DesiredAgent } from './agent-provisioner.ts'

/** What a business's owner has set, as far as its agent depends on it. */
export interface AgentSettings {
  readonly businessId: BusinessId
  readonly businessName: string
  readonly industry: string | null
  /** IANA name. */
  readonly timeZone: string
  /** The owner's own first words; null for ours. */
  readonly greeting: string | null
  readonly services: readonly string[]
  readonly hours: BusinessHours | null
  readonly bookingRules: BookingRules | null
  /** Whether calls can be passed on to the owner. */
  readonly hasForwardNumber: boolean
}

/** Says what the agent of a business is to be. Pure: equal settings give an equal agent. */
export type DescribeAgent = (settings: AgentSettings) => DesiredAgent
