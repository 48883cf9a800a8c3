import { type Selectable, sql } from 'kysely'

import { UnavailableError } from '../../../errors/unavailable-error.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { Transactions } from '../../../kernel/ports/transactions.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { executorOf } from '../../../postgres/postgres-transactions.ts'
import type { InsightResult, InsightRun, InsightRunId, InsightStore, ModelSpending } from '../../ports/insight-store.ts'

type Tables = ReturnType<typeof executorOf<CoreTables>>
type Row = Selectable<CoreTables['insight_runs']>

/** An open run may end between the two statements that look for it. */
const openAttempts = 3

/** Keeps runs in `insight_runs`, as the tenant. */
export function createPostgresInsightStore(options: { readonly transactions: Transactions }): InsightStore {
  return new PostgresInsightStore(options.transactions)
}

class PostgresInsightStore implements InsightStore {
  readonly #transactions: Transactions

  constructor(transactions: Transactions) {
    this.#transactions = transactions
  }

  async open(business: BusinessId, run: { id: InsightRunId; requestedAt: Date }): Promise<InsightRun> {
    for (let attempt = 0; attempt < openAttempts; attempt += 1) {
      const open = await this.#within(business, (tables) => insertOrFind(tables, business, run))
      if (open !== undefined) return toRun(open)
    }
    throw new UnavailableError('insights_busy', 'Runs end as fast as they are looked for.')
  }

  intendModelCall(business: BusinessId, id: InsightRunId): Promise<boolean> {
    return this.#within(business, async (tables) => {
      const marked = await openRun(tables, business, id)
        .set({ model_asked: true })
        .where('model_asked', '=', false)
        .returning('id')
        .execute()
      return marked.length === 1
    })
  }

  async keep(...[business, id, result, status]: Parameters<InsightStore['keep']>): Promise<void> {
    await this.#within(business, (tables) =>
      openRun(tables, business, id)
        .set({
          status,
          input_digest: result.inputDigest,
          prompt_version: result.promptVersion,
          model: result.model,
          report: JSON.stringify(result.report),
          tokens: result.tokens,
          generated_at: result.generatedAt,
          // An intent stands until the run ends: then it is known whether the vendor was called.
          ...(status === 'done' ? { model_asked: result.isModelAsked } : {}),
        })
        .execute(),
    )
  }

  async fail(business: BusinessId, id: InsightRunId): Promise<void> {
    await this.#within(business, (tables) => openRun(tables, business, id).set({ status: 'failed' }).execute())
  }

  newest(business: BusinessId): Promise<InsightRun | undefined> {
    return this.#within(business, async (tables) => {
      const row = await ownRuns(tables, business).where('report', 'is not', null).executeTakeFirst()
      return row === undefined ? undefined : toRun(row)
    })
  }

  findSame(business: BusinessId, inputDigest: string): Promise<InsightResult | undefined> {
    return this.#within(business, async (tables) => {
      const row = await ownRuns(tables, business)
        .where('input_digest', '=', inputDigest)
        .where('status', '=', 'done')
        .where(sql<string>`report ->> 'source'`, '=', 'model')
        .executeTakeFirst()
      return row === undefined ? undefined : toResult(row)
    })
  }

  spending(business: BusinessId, since: Date): Promise<ModelSpending> {
    return this.#within(business, (tables) =>
      tables
        .selectFrom('insight_runs')
        .select(sql<number>`(count(*) FILTER (WHERE model_asked))::integer`.as('runs'))
        .select(sql<number>`coalesce(sum(tokens), 0)::double precision`.as('tokens'))
        .where('business_id', '=', business)
        .where('requested_at', '>=', since)
        .executeTakeFirstOrThrow(),
    )
  }

  #within<Result>(business: BusinessId, work: (tables: Tables) => Promise<Result>): Promise<Result> {
    return this.#transactions.asTenant(business, (transaction) => work(executorOf<CoreTables>(transaction)))
  }
}

async function insertOrFind(
  tables: Tables,
  business: BusinessId,
  { id, requestedAt }: { readonly id: InsightRunId; readonly requestedAt: Date },
): Promise<Row | undefined> {
  const inserted = await tables
    .insertInto('insight_runs')
    .values({ id, business_id: business, status: 'running', requested_at: requestedAt })
    .onConflict((conflict) => conflict.column('business_id').where('status', '=', 'running').doNothing())
    .returningAll()
    .executeTakeFirst()
  return inserted ?? ownRuns(tables, business).where('status', '=', 'running').executeTakeFirst()
}

function ownRuns(tables: Tables, business: BusinessId) {
  return tables
    .selectFrom('insight_runs')
    .selectAll()
    .where('business_id', '=', business)
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
}

function openRun(tables: Tables, business: BusinessId, id: InsightRunId) {
  return tables
    .updateTable('insight_runs')
    .where('business_id', '=', business)
    .where('id', '=', id)
    .where('status', '=', 'running')
}

function toRun(row: Row): InsightRun {
  return { id: row.id, status: row.status, requestedAt: row.requested_at, result: toResult(row) }
}

function toResult(row: Row): InsightResult | undefined {
  const { report, generated_at: generatedAt, input_digest: inputDigest, prompt_version: promptVersion } = row
  if (report === null || generatedAt === null || inputDigest === null || promptVersion === null) return undefined
  const { model, tokens, model_asked: isModelAsked } = row
  return { report, generatedAt, inputDigest, promptVersion, model, tokens, isModelAsked }
}
