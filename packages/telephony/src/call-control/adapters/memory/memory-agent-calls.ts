import { UpstreamError } from '@cloudgreet/core'

import type { AgentCallRequest, AgentCalls } from '../../ports/agent-calls.ts'
import type { MemoryCommandFault } from './memory-call-control.ts'

/** Keeps registered calls in memory, and fails on command like a vendor does. */
export class MemoryAgentCalls implements AgentCalls {
  readonly registered: (AgentCallRequest & { readonly agentCallId: string })[] = []
  readonly #faults: MemoryCommandFault[] = []

  failNext(fault: MemoryCommandFault): void {
    this.#faults.push(fault)
  }

  async register(request: AgentCallRequest): Promise<{ readonly agentCallId: string }> {
    const fault = this.#faults.shift()
    if (fault === 'refused')
      throw new UpstreamError('upstream_refused', 'Refused.', { vendor: 'memory', outcome: 'refused' })
    const agentCallId = `agent_call_${this.registered.length + 1}`
    if (fault !== 'timeout') this.registered.push({ ...request, agentCallId })
    if (fault === undefined) return { agentCallId }
    throw new UpstreamError('upstream_timeout', 'No answer in time.', {
      vendor: 'memory',
      outcome: 'unknown',
      isRetryable: true,
    })
  }

  async find(key: string): Promise<{ readonly agentCallId: string } | undefined> {
    const found = this.registered.find((call) => call.key === key)
    return found && { agentCallId: found.agentCallId }
  }
}

export function createMemoryAgentCalls(): MemoryAgentCalls {
  return new MemoryAgentCalls()
}
