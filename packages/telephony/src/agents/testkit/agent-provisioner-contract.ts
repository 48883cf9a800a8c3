import { parsePhoneNumber, type AgentProvisioner, type BusinessId } from '@cloudgreet/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { MemoryAgentFault } from '../adapters/memory/memory-agent-provisioner.ts'

export interface AgentProvisionerSubject {
  readonly provisioner: AgentProvisioner
  readonly failNext: (fault: MemoryAgentFault) => Promise<void> | void
  /** How many agents the vendor ever made. */
  readonly countMade: () => Promise<number> | number
  /** Whether calls to the number reach this agent now. */
  readonly agentOf: (number: string) => Promise<string | undefined> | string | undefined
  /** Whether the agent is published. */
  readonly answers: (agentId: string) => Promise<boolean> | boolean
  readonly close?: () => Promise<void>
}

export interface AgentProvisionerContract {
  readonly name: string
  /** The vendor's account holds +18005550100. */
  readonly makeSubject: () => Promise<AgentProvisionerSubject> | AgentProvisionerSubject
}

const number = parsePhoneNumber('+18005550100')
const businessId = '00000000-0000-7000-8000-00000000b001' as BusinessId
const otherBusinessId = '00000000-0000-7000-8000-00000000b002' as BusinessId
const desired = {
  businessId,
  businessName: 'Example Dental',
  greeting: 'Hello, this is the AI assistant of Example Dental. This call is recorded.',
  prompt: 'You answer calls for Example Dental.',
}

/** What every {@link AgentProvisioner} does. */
export function agentProvisionerContract({ name, makeSubject }: AgentProvisionerContract): void {
  describe(`AgentProvisioner: ${name}`, () => {
    let subject: AgentProvisionerSubject
    beforeEach(async () => {
      subject = await makeSubject()
    })
    afterEach(async () => subject.close?.())

    it('makes an agent that answers, and finds it by its business', async () => {
      const agent = await subject.provisioner.createAgent(desired)
      expect(await subject.answers(agent.agentId)).toBe(true)
      expect(await subject.provisioner.findAgent(businessId)).toEqual(agent)
      expect(await subject.provisioner.findAgent(otherBusinessId)).toBeUndefined()
    })

    it('keeps one agent for a business that asks twice', async () => {
      const first = await subject.provisioner.createAgent(desired)
      expect(await subject.provisioner.createAgent({ ...desired, businessName: 'Renamed Dental' })).toEqual(first)
      expect(await subject.countMade()).toBe(1)
    })

    it.each(['timeout_but_done', 'half_made'] as const)(
      'completes what a try with fault %s left behind',
      async (fault) => {
        await subject.failNext(fault)
        await expect(subject.provisioner.createAgent(desired)).rejects.toMatchObject({
          code: expect.stringMatching(/^upstream_/),
          outcome: 'unknown',
        })
        const found = await subject.provisioner.findAgent(businessId)
        expect(found).toBeDefined()
        expect(await subject.answers(found!.agentId)).toBe(true)
        expect(await subject.provisioner.createAgent(desired)).toEqual(found)
        expect(await subject.countMade()).toBe(1)
      },
    )

    it('leaves nothing behind when the vendor refuses', async () => {
      await subject.failNext('refused')
      await expect(subject.provisioner.createAgent(desired)).rejects.toMatchObject({ outcome: 'refused' })
      expect(await subject.provisioner.findAgent(businessId)).toBeUndefined()
      expect(await subject.countMade()).toBe(0)
    })

    it('removes an agent, and removing it again is success', async () => {
      const { agentId } = await subject.provisioner.createAgent(desired)
      await subject.provisioner.removeAgent(agentId)
      await subject.provisioner.removeAgent(agentId)
      expect(await subject.provisioner.findAgent(businessId)).toBeUndefined()
    })

    it('connects a number, twice with the same result, and to another agent later', async () => {
      const first = await subject.provisioner.createAgent(desired)
      const connection = { businessId, number, route: 'trunk' as const }
      await subject.provisioner.connectNumber({ ...connection, agentId: first.agentId })
      await subject.provisioner.connectNumber({ ...connection, agentId: first.agentId })
      expect(await subject.agentOf(number)).toBe(first.agentId)
      const second = await subject.provisioner.createAgent({ ...desired, businessId: otherBusinessId })
      await subject.provisioner.connectNumber({ ...connection, businessId: otherBusinessId, agentId: second.agentId })
      expect(await subject.agentOf(number)).toBe(second.agentId)
    })

    it('disconnects a number, and disconnecting it again is success', async () => {
      const { agentId } = await subject.provisioner.createAgent(desired)
      await subject.provisioner.connectNumber({ businessId, number, agentId, route: 'trunk' })
      await subject.provisioner.disconnectNumber(number)
      await subject.provisioner.disconnectNumber(number)
      expect(await subject.agentOf(number)).toBeUndefined()
    })
  })
}
