import type { BusinessId } from '../../kernel/domain/ids.ts'

/** What of an agent is not as it should be, by name. */
export type AgentDriftField =
  /** The vendor has no agent of this business. */
  | 'missing'
  /** No version of the agent was ever published, so it answers nobody. */
  | 'not_published'
  | 'name'
  | 'greeting'
  | 'prompt'
  | 'voice'
  | 'time_zone'
  | 'functions'
  | 'webhook_url'
  | 'webhook_events'
  | 'webhook_timeout'
  /** Our own row names no agent, or another one. */
  | 'agent_not_recorded'
  /** The vendor has more than one agent of this business. */
  | 'duplicate_agent'
  /** The business has no number. */
  | 'no_number'
  /** The carrier's account does not hold the number. */
  | 'number_not_owned'
  /** Calls to the number reach no agent. */
  | 'number_not_connected'
  /** Calls to the number reach an agent that is not this business's. */
  | 'wrong_agent_on_number'
  /** The number is tied to one version of the agent and misses later ones. */
  | 'number_version_pinned'
  /** The vendor does not ask us what the agent should know before it answers, or asks somebody else. */
  | 'inbound_webhook_url'
  /** Texts to the number do not reach us. */
  | 'texts_not_connected'
  /** The owner has paused the agent, and it answers all the same. */
  | 'answers_while_paused'

/** The repair of a drift that is safe to do without asking; `by_hand` when there is none. */
export type AgentRepairKind =
  | 'create'
  | 'update'
  | 'record'
  | 'connect_number'
  | 'detach_agent'
  | 'remove_duplicate'
  | 'by_hand'

export type AgentDrift = {
  readonly field: AgentDriftField
  readonly repair: AgentRepairKind
}

export type AgentState =
  /** Answers as its business wishes. */
  | 'active'
  /** `agent_paused`: does not answer, as its owner wishes. */
  | 'paused'
  /** Answers, but not as its business wishes. */
  | 'drifted'
  /** Exists, but no call reaches it. */
  | 'inactive'
  /** Does not exist. */
  | 'missing'

/** A phrase that callers must hear, or must hear when they ask for a person. */
export type MissingPhrase =
  | 'greeting_missing'
  | 'ai_disclosure_missing'
  | 'recording_disclosure_missing'
  | 'escalation_phrase_missing'

export type AgentInspection = {
  readonly businessId: BusinessId
  readonly state: AgentState
  /** The vendor's id; undefined when there is no agent. */
  readonly agentId: string | undefined
  /** Empty when all is as it should be. */
  readonly drift: readonly AgentDrift[]
  /** What callers do not hear from the agent as it answers now. */
  readonly missingPhrases: readonly MissingPhrase[]
  /** For an operator's terminal. */
  readonly repairCommand: string
}

/** Looks at a business's agent where it lives, and changes nothing there. */
export interface AgentInspector {
  /**
   * Undefined for a business that does not exist or is not open.
   *
   * @throws {UpstreamError} when a vendor does not say how the agent is
   */
  inspectAgent(business: BusinessId): Promise<AgentInspection | undefined>
}
