import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'

/** How calls to a number reach the agent: see the architecture page, "one path per number". */
export type CallRoute = 'trunk' | 'call-control'

/** Something that the agent can do during a call: we are asked over HTTP and answer. */
export interface AgentFunction {
  /** 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly name: string
  /** Tells the agent when to use it. */
  readonly description: string
  /** JSON Schema of the arguments; its top level is an object. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** What an agent is to be, whole: equal settings of a business give an equal one. */
export interface DesiredAgent {
  readonly businessId: BusinessId
  readonly businessName: string
  /** First words on each call. They say that an AI assistant speaks and that the call is recorded. */
  readonly greeting: string
  readonly prompt: string
  /** Id of a voice at the vendor. */
  readonly voice: string
  /** IANA name. */
  readonly timeZone: string
  readonly functions: readonly AgentFunction[]
  /** The agent calls a function by POST to this URL, `/` and the function's name. */
  readonly functionsUrl: string
  readonly webhook: AgentWebhook
}

/** How the vendor tells us about calls. */
export interface AgentWebhook {
  readonly url: string
  readonly events: readonly string[]
  /** Milliseconds after which the vendor gives up and tries again. */
  readonly timeoutMs: number
}

export interface NumberConnection {
  readonly businessId: BusinessId
  readonly number: PhoneNumber
  readonly agentId: string
  readonly route: CallRoute
}

/** Makes a business's voice agent and ties its number to it, at the vendors. */
export interface AgentProvisioner {
  /**
   * Creates the agent and publishes it, so that it answers.
   *
   * @throws {UpstreamError} `unknown`: use {@link findAgent} before trying again
   */
  createAgent(desired: DesiredAgent): Promise<{ readonly agentId: string }>

  /** The probe: the agent made for this business, undefined when there is none. */
  findAgent(business: BusinessId): Promise<{ readonly agentId: string } | undefined>

  /** Removes the agent. Already gone is success. */
  removeAgent(agentId: string): Promise<void>

  /** Sends the number's calls and texts to us and to the agent. Doing it twice changes nothing. */
  connectNumber(connection: NumberConnection): Promise<void>

  /** Undoes {@link connectNumber}. Already undone is success. */
  disconnectNumber(number: PhoneNumber): Promise<void>
}
