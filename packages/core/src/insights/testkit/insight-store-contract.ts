import { describe, expect, it } from 'vitest'

import { uuidSource } from '../../kernel/adapters/system/uuid-source.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { InsightResult, InsightRunId, InsightStore } from '../ports/insight-store.ts'

export interface InsightStoreSubject {
  readonly store: InsightStore
  makeBusiness(): Promise<BusinessId>
}

const at = (minute: number) => new Date(Date.UTC(2026, 0, 15, 12, minute))

function result(changes: Partial<InsightResult> = {}): InsightResult {
  return {
    inputDigest: 'digest-1',
    promptVersion: 'prompt-1',
    model: 'model-1',
    report: {
      source: 'model',
      insights: [{ rule: 'complaint', title: 'A', detail: 'B', evidence: [], metrics: ['complaints'] }],
      metrics: { complaints: 1 },
      weeks: [],
      droppedClaims: { quote_not_found: 2 },
    },
    tokens: 100,
    isModelAsked: true,
    generatedAt: at(5),
    ...changes,
  }
}

/** What every {@link InsightStore} does. */
export function insightStoreContract({
  name,
  makeSubject,
}: {
  name: string
  makeSubject: () => InsightStoreSubject
}): void {
  async function begin() {
    const { store, makeBusiness } = makeSubject()
    const business = await makeBusiness()
    const open = (minute: number) =>
      store.open(business, { id: uuidSource.next<'InsightRun'>(), requestedAt: at(minute) })
    const finish = async (minute: number, changes: Partial<InsightResult> = {}): Promise<InsightRunId> => {
      const { id } = await open(minute)
      await store.keep(business, id, result(changes), 'done')
      return id
    }
    return { store, makeBusiness, business, open, finish }
  }

  describe(`InsightStore: ${name}`, () => {
    it('has one open run, whoever asks', async () => {
      const { open, store, business } = await begin()
      const runs = await Promise.all([open(1), open(2), open(3)])
      expect(new Set(runs.map(({ id }) => id)).size).toBe(1)
      await store.keep(business, runs[0].id, result(), 'done')
      expect((await open(4)).id).not.toBe(runs[0].id)
    })

    it('gives back a result as it was kept, the newest first', async () => {
      const { finish, store, business } = await begin()
      expect(await store.newest(business)).toBeUndefined()
      await finish(1)
      const id = await finish(2, { tokens: 7, model: null, isModelAsked: false })
      const kept = result({ tokens: 7, model: null, isModelAsked: false })
      expect(await store.newest(business)).toMatchObject({ id, status: 'done', requestedAt: at(2), result: kept })
    })

    it('shows a first result while the run goes on, then the better one', async () => {
      const { open, store, business } = await begin()
      const { id } = await open(1)
      await store.keep(business, id, result({ tokens: 0 }), 'running')
      expect(await store.newest(business)).toMatchObject({ status: 'running', result: { tokens: 0 } })
      await store.keep(business, id, result({ tokens: 9 }), 'done')
      expect(await store.newest(business)).toMatchObject({ status: 'done', result: { tokens: 9 } })
    })

    it('leaves an ended run as it is', async () => {
      const { finish, store, business } = await begin()
      const id = await finish(1)
      await store.keep(business, id, result({ tokens: 9 }), 'done')
      await store.fail(business, id)
      expect(await store.intendModelCall(business, id)).toBe(false)
      expect(await store.newest(business)).toMatchObject({ status: 'done', result: { tokens: 100 } })
    })

    it('opens a new run after a failed one', async () => {
      const { open, store, business } = await begin()
      const { id } = await open(1)
      await store.fail(business, id)
      expect(await store.newest(business)).toBeUndefined()
      expect((await open(2)).id).not.toBe(id)
    })

    it('lets the model be asked once for a run', async () => {
      const { open, store, business } = await begin()
      const { id } = await open(1)
      const intents = await Promise.all([1, 2, 3].map(() => store.intendModelCall(business, id)))
      expect(intents.filter(Boolean)).toHaveLength(1)
    })

    it('finds the result of the same inputs, if the model was heard', async () => {
      const { finish, store, business } = await begin()
      await finish(1)
      await finish(2, { report: { ...result().report, source: 'rules' } })
      expect(await store.findSame(business, 'digest-1')).toEqual(result())
      expect(await store.findSame(business, 'digest-2')).toBeUndefined()
    })

    it('counts what the model cost from a moment on, a call of unknown end included', async () => {
      const { finish, open, store, business } = await begin()
      await finish(1)
      await finish(2)
      await finish(3, { isModelAsked: false, tokens: 0 })
      const { id } = await open(4)
      await store.intendModelCall(business, id)
      expect(await store.spending(business, at(0))).toEqual({ runs: 3, tokens: 200 })
      expect(await store.spending(business, at(2))).toEqual({ runs: 2, tokens: 100 })
    })

    it("keeps another business's runs apart", async () => {
      const { finish, store, business, makeBusiness } = await begin()
      const id = await finish(1)
      const stranger = await makeBusiness()
      expect(await store.newest(stranger)).toBeUndefined()
      expect(await store.findSame(stranger, 'digest-1')).toBeUndefined()
      expect(await store.spending(stranger, at(0))).toEqual({ runs: 0, tokens: 0 })
      await store.fail(stranger, id)
      expect(await store.newest(business)).toMatchObject({ status: 'done' })
    })
  })
}
