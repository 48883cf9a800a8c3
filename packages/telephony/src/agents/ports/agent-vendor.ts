import type {
  AgentFunction,
  AgentProvisioner,
  BusinessId,
  CallRoute,
  DesiredAgent,
  PhoneNumber,
} from '@cloudgreet/core'

export interface ActualFunction extends AgentFunction {
  readonly url: string
}

/** An agent as callers meet it: its latest published version, or its draft while none was ever published. */
export interface ActualAgent {
  readonly agentId: string
  readonly isPublished: boolean
  readonly name: string
  /** Empty when the agent does not speak first, or its language model is gone. */
  readonly greeting: string
  readonly prompt: string
  readonly voice: string
  readonly timeZone: string | undefined
  readonly functions: readonly ActualFunction[]
  readonly webhookUrl: string | undefined
  readonly webhookEvents: readonly string[]
  readonly webhookTimeoutMs: number
}

/** Where calls and texts to a number go. */
export interface ActualNumber {
  /** Calls go to the connection of the number's route. */
  readonly areCallsConnected: boolean
  /** Texts go to our messaging profile. */
  readonly areTextsConnected: boolean
  /** The agents that answer on route `trunk`, among which calls are shared out; usually one. */
  readonly agentIds: readonly string[]
  /** Callers meet whatever version was published last. */
  readonly isLatestPublished: boolean
  /** The agents' vendor asks us what the agent should know before it answers on route `trunk`; true if it need not. */
  readonly areCallsAnnounced: boolean
}

/** The agents' vendor and the carrier, with what keeping agents as they should be needs beyond making them. */
export interface AgentVendor extends AgentProvisioner {
  /** Ids of all agents made for the business, in a stable order. */
  listAgents(business: BusinessId): Promise<readonly string[]>

  /** Undefined when the agent is gone. Changes nothing. */
  readAgent(agentId: string): Promise<ActualAgent | undefined>

  /**
   * Makes the agent be as desired, and publishes it. An unfinished draft of somebody else stays unpublished. Doing it
   * twice changes nothing more.
   *
   * @throws {UpstreamError} `unknown`: it may be done in part; do it again
   */
  updateAgent(agentId: string, desired: DesiredAgent): Promise<void>

  /** Undefined when the carrier's account does not hold the number. Changes nothing. */
  readNumber(number: PhoneNumber, route: CallRoute): Promise<ActualNumber | undefined>

  /** Lets no agent answer calls to the number; texts go on. Already so is success. */
  detachAgent(number: PhoneNumber): Promise<void>
}
