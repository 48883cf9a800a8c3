export type AgentCallRequest = {
  readonly agentId: string
  readonly from: string | null
  readonly to: string | null
  /** Our own name for the call: {@link AgentCalls.find} looks for it. */
  readonly key: string
}

/** Announces calls to the agents' vendor, so that it answers when the line reaches it. */
export interface AgentCalls {
  /**
   * @returns the vendor's id, under which it will report the call
   * @throws {UpstreamError} `unknown`: use {@link find} before trying again
   */
  register(request: AgentCallRequest): Promise<{ readonly agentCallId: string }>

  /** The probe: a call registered under this key, undefined when there is none. */
  find(key: string): Promise<{ readonly agentCallId: string } | undefined>
}
