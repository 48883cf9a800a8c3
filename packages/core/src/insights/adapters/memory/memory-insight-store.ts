import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { InsightRun, InsightRunId, InsightStore } from '../../ports/insight-store.ts'

interface KeptRun extends InsightRun {
  readonly business: BusinessId
  readonly isModelIntended: boolean
}

/** Keeps runs in memory. */
export function createMemoryInsightStore(): InsightStore {
  return new MemoryInsightStore()
}

class MemoryInsightStore implements InsightStore {
  /** In the order in which they were opened. */
  readonly #runs = new Map<InsightRunId, KeptRun>()

  async open(business: BusinessId, { id, requestedAt }: { id: InsightRunId; requestedAt: Date }): Promise<InsightRun> {
    const open = this.#of(business).find(({ status }) => status === 'running')
    if (open !== undefined) return open
    const run: KeptRun = { id, business, requestedAt, status: 'running', result: undefined, isModelIntended: false }
    this.#runs.set(id, run)
    return run
  }

  async intendModelCall(business: BusinessId, id: InsightRunId): Promise<boolean> {
    const run = this.#open(business, id)
    if (run === undefined || run.isModelIntended) return false
    this.#runs.set(id, { ...run, isModelIntended: true })
    return true
  }

  async keep(...[business, id, result, status]: Parameters<InsightStore['keep']>): Promise<void> {
    const run = this.#open(business, id)
    if (run !== undefined) this.#runs.set(id, { ...run, result, status })
  }

  async fail(business: BusinessId, id: InsightRunId): Promise<void> {
    const run = this.#open(business, id)
    if (run !== undefined) this.#runs.set(id, { ...run, status: 'failed' })
  }

  async newest(business: BusinessId): Promise<InsightRun | undefined> {
    return this.#of(business).find(({ result }) => result !== undefined)
  }

  async findSame(business: BusinessId, inputDigest: string) {
    return this.#of(business).find(
      ({ status, result }) =>
        status === 'done' && result?.report.source === 'model' && result.inputDigest === inputDigest,
    )?.result
  }

  async spending(business: BusinessId, since: Date) {
    const own = this.#of(business).filter(({ requestedAt }) => requestedAt >= since)
    return {
      runs: own.filter(({ status, result, isModelIntended }) =>
        status === 'done' ? result?.isModelAsked === true : isModelIntended,
      ).length,
      tokens: own.reduce((total, { result }) => total + (result?.tokens ?? 0), 0),
    }
  }

  #open(business: BusinessId, id: InsightRunId): KeptRun | undefined {
    const run = this.#runs.get(id)
    return run?.business === business && run.status === 'running' ? run : undefined
  }

  /** The newest first. */
  #of(business: BusinessId): readonly KeptRun[] {
    return [...this.#runs.values()].filter((run) => run.business === business).toReversed()
  }
}
