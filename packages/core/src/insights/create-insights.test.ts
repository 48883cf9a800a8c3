import { createHash } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import type { CallHistory, HistoryCall } from '../calls/ports/call-history.ts'
import { UpstreamError } from '../errors/upstream-error.ts'
import type { BusinessId } from '../kernel/domain/ids.ts'
import { FakeClock } from '../kernel/testkit/fake-clock.ts'
import { RecordingLogger } from '../kernel/testkit/recording-logger.ts'
import { SequentialIdSource } from '../kernel/testkit/sequential-id-source.ts'
import { createMemoryWorkflows } from '../workflows/adapters/memory/memory-workflows.ts'
import { createMemoryInsightStore } from './adapters/memory/memory-insight-store.ts'
import { createInsights } from './create-insights.ts'
import type { ModelClaim } from './domain/model-claim.ts'
import type { InsightsOptions } from './insight-tools.ts'
import { pauseOnQuota } from './pause-on-quota.ts'
import type { BusinessProfile } from './ports/business-records.ts'
import type { InsightModel } from './ports/insight-model.ts'
import { buildCall, buildFacts } from './testkit/insight-facts-builder.ts'

const business = '00000000-0000-7000-8000-0000000000b1' as BusinessId
const stranger = '00000000-0000-7000-8000-0000000000b2' as BusinessId
const profile: BusinessProfile = { timeZone: 'America/Chicago', hours: null, services: [], wantsInsights: true }
const claim: ModelClaim = {
  title: 'A basement floods',
  detail: 'It was said in the calls that were read.',
  metrics: [],
  evidence: [{ call: 'call_1', quote: 'The basement floods.' }],
}
const waitMs = 1_000

class ToyModel implements InsightModel {
  readonly name = 'toy'
  asked = 0
  claims: readonly ModelClaim[] = [claim]
  error: Error | undefined

  async ask() {
    this.asked += 1
    if (this.error !== undefined) throw this.error
    return { claims: [...this.claims], model: 'toy-1', tokens: 1_000 }
  }
}

const refused = (code: string, status?: number) =>
  new UpstreamError(code, 'No.', { vendor: 'openai', outcome: 'refused', status })

describe('createInsights', () => {
  let clock: FakeClock
  let calls: HistoryCall[]
  let model: ToyModel

  beforeEach(() => {
    clock = new FakeClock()
    clock.set(new Date('2026-01-30T18:00:00Z'))
    calls = Array.from({ length: 6 }, () => buildCall(['user: The basement floods.']))
    model = new ToyModel()
  })

  async function start(changes: Partial<InsightsOptions> & { readonly profile?: Partial<BusinessProfile> } = {}) {
    const history: CallHistory = { read: async () => calls, count: async () => buildFacts(calls).counts }
    const workflows = createMemoryWorkflows({ clock, logger: new RecordingLogger() })
    const insights = createInsights({
      calls: history,
      records: { profile: async () => ({ ...profile, ...changes.profile }), bookings: async () => [] },
      store: createMemoryInsightStore(),
      model,
      budget: { runsPerDay: 3, tokensPerMonth: 100_000 },
      digest: (text) => createHash('sha256').update(text).digest('hex'),
      clock,
      logger: new RecordingLogger(),
      workflows,
      ids: new SequentialIdSource(),
      isEnabled: true,
      minCalls: 5,
      maxAgeMs: 3_600_000,
      ...changes,
    })
    workflows.register(insights.workflow)
    await workflows.launch()
    const read = (id = business) => insights.read(id, { waitMs })
    const refresh = async () => {
      const answer = await insights.refresh(business)
      await workflows.settle()
      return answer
    }
    return { insights, workflows, read, refresh }
  }

  const reasonOf = (answer: Awaited<ReturnType<Awaited<ReturnType<typeof start>>['read']>>) =>
    answer?.status === 'ready' ? answer.result.report.reason : answer?.reason

  it('answers the first reader with what rules and model found', async () => {
    const { read } = await start()
    expect(await read()).toMatchObject({
      status: 'ready',
      isRefreshing: false,
      result: {
        model: 'toy-1',
        isModelAsked: true,
        tokens: 1_000,
        report: {
          source: 'model',
          insights: expect.arrayContaining([
            { rule: 'model', ...claim, evidence: [{ callId: calls[0]?.id, quote: 'The basement floods.' }] },
          ]),
        },
      },
    })
  })

  it('never shows a number or a quote that the model made up', async () => {
    model.claims = [
      { ...claim, detail: 'There were 9731 calls.' },
      { ...claim, evidence: [{ call: 'call_1', quote: 'Nobody ever said this.' }] },
    ]
    const answer = await (await start()).read()
    expect(JSON.stringify(answer)).not.toMatch(/9731|Nobody ever/)
    expect(answer).toMatchObject({
      result: { report: { droppedClaims: { number_not_counted: 1, quote_not_found: 1 } } },
    })
  })

  it.each([
    ['no_calls', 0, { calls: 0, needed: 5 }],
    ['too_few_calls', 4, { calls: 4, needed: 5 }],
  ])('says %s with the numbers', async (reason, count, metrics) => {
    calls = calls.slice(0, count)
    expect(await (await start()).read()).toMatchObject({ status: 'empty', reason, metrics })
    expect(model.asked).toBe(0)
  })

  it('says no_transcripts, and disabled for the server and for the business', async () => {
    expect(reasonOf(await (await start({ isEnabled: false })).read())).toBe('disabled')
    expect(reasonOf(await (await start({ profile: { wantsInsights: false } })).read())).toBe('disabled')
    calls = calls.map((call) => ({ ...call, turns: [] }))
    expect(reasonOf(await (await start()).read())).toBe('no_transcripts')
  })

  it('works without a model', async () => {
    expect(await (await start({ model: undefined })).read()).toMatchObject({
      status: 'ready',
      result: { model: null, report: { source: 'rules' } },
    })
  })

  it('answers at once from what is stored, and makes it anew when it is old', async () => {
    const { read, workflows } = await start()
    await read()
    await read()
    expect(model.asked).toBe(1)
    calls = [...calls, buildCall(['user: The basement floods.'])]
    clock.set(new Date('2026-01-30T19:30:00Z'))
    expect(await read()).toMatchObject({
      status: 'ready',
      isRefreshing: true,
      result: { report: { metrics: { calls: 6 } } },
    })
    await workflows.settle()
    expect(await read()).toMatchObject({
      status: 'ready',
      isRefreshing: false,
      result: { report: { metrics: { calls: 7 } } },
    })
    expect(model.asked).toBe(2)
  })

  it('does not ask again for the same facts: the same result, its prompt and model, for nothing', async () => {
    const { read, refresh } = await start()
    const first = await read()
    clock.set(new Date('2026-01-30T20:00:00Z'))
    expect(await refresh()).toMatchObject({ outcome: 'started' })
    const again = await read()
    expect(model.asked).toBe(1)
    if (first?.status !== 'ready' || again?.status !== 'ready') throw new Error('There are results.')
    const { inputDigest, promptVersion, report } = first.result
    expect(again.result).toMatchObject({
      inputDigest,
      promptVersion,
      report,
      model: 'toy-1',
      isModelAsked: false,
      tokens: 0,
    })
  })

  it('names a spent quota, keeps to the rules, and calls the vendor once for many readers', async () => {
    model.error = refused('upstream_quota_exceeded', 429)
    const { read, refresh } = await start({ model: pauseOnQuota(model, { clock }) })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => read(index % 2 === 0 ? business : stranger)),
    )
    expect(new Set(answers.map(reasonOf))).toEqual(new Set(['quota_exceeded']))
    calls = [...calls, buildCall(['user: Another day.'])]
    await refresh()
    expect(reasonOf(await read())).toBe('quota_exceeded')
    expect(model.asked).toBe(1)
    model.error = undefined
    clock.set(new Date('2026-01-30T18:16:00Z'))
    await refresh()
    expect(await read()).toMatchObject({ result: { report: { source: 'model' } } })
    expect(model.asked).toBe(2)
  })

  it.each(['upstream_timeout', 'upstream_failed', 'upstream_answer_malformed'])(
    'stands on the rules after %s',
    async (code) => {
      model.error = refused(code, 500)
      expect(await (await start()).read()).toMatchObject({
        status: 'ready',
        result: { report: { source: 'rules', reason: 'failed' } },
      })
    },
  )

  it('keeps within the budget of runs and of tokens', async () => {
    const { read, refresh } = await start()
    for (let run = 0; run < 5; run += 1) {
      calls = [...calls, buildCall(['user: The basement floods.'])]
      await refresh()
    }
    expect(model.asked).toBe(3)
    expect(reasonOf(await read())).toBe('budget_spent')
    const frugal = await start({ budget: { runsPerDay: 100, tokensPerMonth: 1_500 } })
    for (let run = 0; run < 5; run += 1) {
      calls = [...calls, buildCall(['user: The basement floods.'])]
      await frugal.refresh()
    }
    expect(model.asked).toBe(5)
  })
})
