import { parsePhoneNumber, type AgentDriftField, type BusinessId } from '@cloudgreet/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { MemoryAgentFault } from '../adapters/memory/memory-agent-provisioner.ts'
import { diffAgent } from '../domain/diff-agent.ts'
import type { ActualAgent, AgentVendor } from '../ports/agent-vendor.ts'
import { buildDesiredAgent } from './desired-agent-builder.ts'

/** What somebody may change in the vendor's console. */
export type HandEditedField = 'greeting' | 'prompt' | 'voice' | 'webhookUrl' | 'webhookEvents' | 'functions'

export interface AgentProvisionerSubject {
  readonly provisioner: AgentVendor
  /** Somebody changes the agent by hand, so that callers meet it. */
  readonly editByHand: (agentId: string, changes: Partial<Pick<ActualAgent, HandEditedField>>) => Promise<void> | void
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
const desired = buildDesiredAgent({ businessId })

/** What every {@link AgentVendor} does, as `AgentProvisioner` and beyond. */
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
      'fault 25: completes what a try with %s left behind, and makes no second agent',
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

    describe('what the vendor holds', () => {
      let agentId: string
      const differences = async (wanted = desired): Promise<readonly AgentDriftField[]> => {
        const actual = await subject.provisioner.readAgent(agentId)
        return actual === undefined ? ['missing'] : diffAgent(wanted, actual).map(({ field }) => field)
      }
      beforeEach(async () => {
        agentId = (await subject.provisioner.createAgent(desired)).agentId
      })

      it('reads an agent back as it was made, and lists it under its business', async () => {
        expect(await differences()).toEqual([])
        expect(await subject.provisioner.listAgents(businessId)).toEqual([agentId])
        expect(await subject.provisioner.listAgents(otherBusinessId)).toEqual([])
        await subject.provisioner.removeAgent(agentId)
        expect(await differences()).toEqual(['missing'])
      })

      it.each<[AgentDriftField, Partial<Pick<ActualAgent, HandEditedField>>]>([
        ['greeting', { greeting: 'Hi.' }],
        ['prompt', { prompt: 'Say nothing.' }],
        ['voice', { voice: 'retell-Other' }],
        ['functions', { functions: [] }],
        ['webhook_url', { webhookUrl: 'https://elsewhere.example.com' }],
        ['webhook_events', { webhookEvents: ['call_ended'] }],
      ])('shows %s changed by hand, and an update undoes it', async (field, changes) => {
        await subject.editByHand(agentId, changes)
        expect(await differences()).toEqual([field])
        await subject.provisioner.updateAgent(agentId, desired)
        expect(await differences()).toEqual([])
      })

      it('takes new settings over, twice with the same result, in the same agent', async () => {
        const changed = buildDesiredAgent({ businessId, businessName: 'Renamed Dental', greeting: 'Good day.' })
        await subject.provisioner.updateAgent(agentId, changed)
        await subject.provisioner.updateAgent(agentId, changed)
        expect(await differences(changed)).toEqual([])
        expect(await subject.answers(agentId)).toBe(true)
        expect(await subject.countMade()).toBe(1)
      })

      it('shows where calls and texts to a number go', async () => {
        const { provisioner } = subject
        expect(await provisioner.readNumber(number, 'trunk')).toMatchObject({ areCallsConnected: false, agentIds: [] })
        await provisioner.connectNumber({ businessId, number, agentId, route: 'trunk' })
        expect(await provisioner.readNumber(number, 'trunk')).toEqual({
          areCallsConnected: true,
          areTextsConnected: true,
          agentIds: [agentId],
          isLatestPublished: true,
          areCallsAnnounced: true,
        })
      })

      it('detaches the agent, again with the same result, while texts go on; connecting brings it back', async () => {
        const { provisioner } = subject
        await provisioner.connectNumber({ businessId, number, agentId, route: 'trunk' })
        await provisioner.detachAgent(number)
        await provisioner.detachAgent(number)
        expect(await subject.agentOf(number)).toBeUndefined()
        expect(await provisioner.readNumber(number, 'trunk')).toMatchObject({ agentIds: [], areTextsConnected: true })
        await provisioner.connectNumber({ businessId, number, agentId, route: 'trunk' })
        expect(await subject.agentOf(number)).toBe(agentId)
      })
    })
  })
}
