import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { MemoryCommandFault } from '../adapters/memory/memory-call-control.ts'
import type { AgentCalls } from '../ports/agent-calls.ts'

export interface AgentCallsSubject {
  readonly calls: AgentCalls
  readonly agentId: string
  readonly failNext: (fault: MemoryCommandFault) => Promise<void> | void
  /** How many calls the vendor ever registered. */
  readonly countRegistered: () => Promise<number> | number
  readonly close?: () => Promise<void>
}

/** What every {@link AgentCalls} does. */
export function agentCallsContract({
  name,
  makeSubject,
}: {
  readonly name: string
  readonly makeSubject: () => Promise<AgentCallsSubject> | AgentCallsSubject
}): void {
  describe(`AgentCalls: ${name}`, () => {
    let subject: AgentCallsSubject
    beforeEach(async () => {
      subject = await makeSubject()
    })
    afterEach(async () => subject.close?.())

    const register = (key: string) =>
      subject.calls.register({ agentId: subject.agentId, from: '+13125550177', to: '+18005550100', key })

    it('registers a call and finds it again by its key', async () => {
      const registered = await register('key-1')
      expect(await subject.calls.find('key-1')).toEqual(registered)
      expect(await subject.calls.find('key-2')).toBeUndefined()
    })

    it('leaves the outcome open when the answer is lost, and the probe finds the call', async () => {
      await subject.failNext('timeout_but_done')
      await expect(register('key-1')).rejects.toMatchObject({ code: 'upstream_timeout', outcome: 'unknown' })
      expect(await subject.calls.find('key-1')).toBeDefined()
      expect(await subject.countRegistered()).toBe(1)
    })

    it('reports a refusal, after which nothing is registered', async () => {
      await subject.failNext('refused')
      await expect(register('key-1')).rejects.toMatchObject({ outcome: 'refused', isRetryable: false })
      expect(await subject.countRegistered()).toBe(0)
    })
  })
}
