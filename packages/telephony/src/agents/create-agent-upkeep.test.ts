import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'

import type { ActualAgent } from './ports/agent-vendor.ts'
import { buildDesiredAgent } from './testkit/desired-agent-builder.ts'
import { townBusiness, townNumber, UpkeepTown } from './testkit/upkeep-town.ts'

describe('createAgentUpkeep', () => {
  let town: UpkeepTown
  beforeEach(async () => {
    town = new UpkeepTown()
    await town.engine.launch()
  })
  const inspect = () => town.upkeep.inspectAgent(townBusiness)
  const agentId = () => [...town.vendor.agents.keys()][0] ?? ''

  it('makes a missing agent, records it, connects its number, and does nothing the second time', async () => {
    expect(await inspect()).toMatchObject({
      state: 'missing',
      agentId: undefined,
      repairCommand: `npm run repair-agent -- ${townBusiness}`,
    })
    expect(await town.upkeep.repairAgent(townBusiness)).toMatchObject({
      outcome: 'done',
      repaired: ['missing', 'agent_not_recorded', 'number_not_connected', 'texts_not_connected'],
      inspection: { state: 'active', drift: [], missingPhrases: [] },
    })
    expect(await town.upkeep.repairAgent(townBusiness)).toMatchObject({ outcome: 'done', repaired: [] })
    expect(town.vendor.madeCount).toBe(1)
    expect(town.records.records.get(townBusiness)?.agentId).toBe(agentId())
  })

  it('publishes an agent that never was', async () => {
    await town.repair()
    town.vendor.editByHand(agentId(), { isPublished: false })
    expect(await inspect()).toMatchObject({ state: 'inactive', drift: [{ field: 'not_published', repair: 'update' }] })
    expect(await town.upkeep.repairAgent(townBusiness)).toMatchObject({ inspection: { state: 'active' } })
  })

  it('takes the agent off the number of a paused business, and puts it back', async () => {
    await town.repair()
    town.change({ isPaused: true })
    expect(await inspect()).toMatchObject({ state: 'drifted', drift: [{ field: 'answers_while_paused' }] })
    await town.repair()
    expect(await inspect()).toMatchObject({ state: 'paused', drift: [] })
    expect(town.vendor.numbers.get(townNumber)).toMatchObject({ agentIds: [], areTextsConnected: true })
    town.change({ isPaused: false })
    await town.repair()
    expect(await inspect()).toMatchObject({ state: 'active' })
  })

  it('connects a number on the route that it has', async () => {
    town.route = 'call-control'
    expect(await town.upkeep.repairAgent(townBusiness)).toMatchObject({ inspection: { state: 'active', drift: [] } })
    expect(town.vendor.numbers.get(townNumber)).toMatchObject({ agentIds: [], areCallsConnected: true })
  })

  it('keeps an agent whose name lost our id, and removes one that was made twice', async () => {
    await town.repair()
    const first = agentId()
    town.vendor.editByHand(first, { name: 'Renamed by hand' })
    await town.vendor.createAgent(buildDesiredAgent())
    expect((await inspect())?.drift.map(({ field }) => field)).toEqual(['name', 'duplicate_agent'])
    await town.repair()
    expect([...town.vendor.agents.keys()]).toEqual([first])
    expect(await inspect()).toMatchObject({ state: 'active' })
  })

  it('applies the last of several changes, once', async () => {
    await town.repair()
    const changes = ['One.', 'Two.', 'Three.'].map((greeting, index) => ({ greeting, changedAt: minute(index) }))
    for (const { greeting, changedAt } of changes) {
      const record = town.records.records.get(townBusiness)
      if (record !== undefined) town.change({ settings: { ...record.settings, greeting }, changedAt })
      const data = { changedAt: changedAt.toISOString() }
      await town.engine.start(town.upkeep.workflow, greeting, { businessId: townBusiness, data })
    }
    await town.rest()
    const ends = await Promise.all(changes.map(({ greeting }) => town.engine.state<{ outcome: string }>(greeting)))
    expect(ends.map((end) => end?.status === 'succeeded' && end.output.outcome)).toEqual([
      'superseded',
      'superseded',
      'done',
    ])
    expect(town.vendor.agents.get(agentId())?.greeting).toContain('Three.')
  })

  it('fault 25: makes one agent when the answer to its making was lost', async () => {
    town.vendor.failNext('timeout_but_done')
    await town.repair()
    expect(town.vendor.madeCount).toBe(1)
    expect(await inspect()).toMatchObject({ state: 'active' })
  })

  it('fault 25: makes one agent when two repairs come at the same moment', async () => {
    await Promise.all([1, 2, 3].map(() => town.upkeep.repairAgent(townBusiness)))
    await town.rest()
    expect(town.vendor.madeCount).toBe(1)
    expect(await inspect()).toMatchObject({ state: 'active' })
  })

  it('says by which code it failed, and can be asked again', async () => {
    town.vendor.failNext('refused')
    expect(await town.upkeep.repairAgent(townBusiness)).toEqual({ outcome: 'failed', code: 'upstream_refused' })
    expect(await town.upkeep.repairAgent(townBusiness)).toMatchObject({ outcome: 'done' })
  })

  it('leaves a business alone that is not open', async () => {
    town.records.records.clear()
    expect(await inspect()).toBeUndefined()
    expect(await town.upkeep.repairAgent(townBusiness)).toEqual({ outcome: 'no_business' })
  })

  it('checks every agent, names in the log what drifts, and repairs it', async () => {
    await town.repair()
    expect(await town.upkeep.checkAll()).toEqual({ checked: 1, drifted: 0, failed: 0 })
    town.vendor.editByHand(agentId(), { webhookUrl: undefined, voice: 'other' })
    expect(await town.upkeep.checkAll()).toEqual({ checked: 1, drifted: 1, failed: 0 })
    expect(town.logger.lines).toContainEqual(
      expect.objectContaining({
        message: 'Agent is not as it should be',
        fields: { businessId: townBusiness, state: 'drifted', drift: ['voice', 'webhook_url'] },
      }),
    )
    expect(await inspect()).toMatchObject({ state: 'active' })
    expect(town.records.inspections.get(townBusiness)?.state).toBe('active')
  })

  it('ends with one agent as desired, whatever was changed by hand, lost on the way or killed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mishap, { maxLength: 6 }), async (mishaps) => {
        const place = new UpkeepTown()
        await place.engine.launch()
        for (const [index, strike] of mishaps.entries()) {
          strike(place)
          if (index % 2 === 0) await place.repair()
        }
        await place.repair()
        place.callsUntilCrash = undefined
        // A fault that the last repair gave up on strikes no further one.
        await place.repair()
        // One that lost both our id in its name and its place in our rows is nobody's any more.
        expect(await place.vendor.listAgents(townBusiness)).toHaveLength(1)
        expect(await place.upkeep.inspectAgent(townBusiness)).toMatchObject({ state: 'active', drift: [] })
      }),
      { numRuns: 300 },
    )
  })
})

function minute(index: number): Date {
  return new Date(Date.UTC(2026, 1, 1, 12, index))
}

type Mishap = (town: UpkeepTown) => void

const edits: Partial<ActualAgent>[] = [
  { greeting: 'Hi.' },
  { prompt: '' },
  { name: 'Renamed' },
  { voice: 'other' },
  { functions: [] },
  { isPublished: false },
  { webhookUrl: 'https://elsewhere.example.com' },
  { webhookEvents: [] },
]

const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  fc.constantFrom(...edits).map((changes): Mishap => ({ vendor }) => {
    for (const agentId of vendor.agents.keys()) vendor.editByHand(agentId, changes)
  }),
  fc.constantFrom('timeout_but_done' as const, 'half_made' as const).map((fault): Mishap => ({ vendor }) => {
    vendor.failNext(fault)
  }),
  fc.nat({ max: 25 }).map((calls): Mishap => (town) => {
    town.callsUntilCrash = calls
  }),
  fc.constantFrom<Mishap>(
    ({ vendor }) => vendor.agents.clear(),
    ({ vendor }) => vendor.numbers.clear(),
    ({ vendor }) =>
      void vendor.numbers.set(townNumber, {
        areCallsConnected: true,
        areTextsConnected: false,
        agentIds: ['agent_of_somebody'],
        isLatestPublished: false,
        areCallsAnnounced: false,
      }),
    (town) => town.change({ agentId: 'agent_gone' }),
    (town) => town.change({ agentId: undefined }),
  ),
)
