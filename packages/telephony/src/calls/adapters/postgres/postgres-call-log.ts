import {
  type BusinessId,
  type Clock,
  isId,
  type Page,
  type PageQuery,
  systemClock,
  type Transaction,
  type Transactions,
} from '@cloudgreet/core'
import type { Call, CallDetail, CallSummary } from '@cloudgreet/core/contract'
import { executorOf } from '@cloudgreet/core/postgres'
import { type RawBuilder, sql } from 'kysely'

import { listNewestFirst } from '../../../postgres/list-newest-first.ts'
import type { TelephonyTables } from '../../../postgres/telephony-tables.ts'
import { toCalendarDay } from '../../../calendar/domain/calendar-day.ts'
import { type DayCounts, longestLiveMs, statsDays, toCallStats } from '../../domain/call-stats.ts'
import { type CallGroup, toCallSummary } from '../../domain/call-summary.ts'
import { toCall, toCallDetail } from '../../domain/to-call.ts'
import type { CallFilter, CallLog, CallPeriod, CallStats } from '../../ports/call-log.ts'
import { isNeverConnectedSql } from './call-sql.ts'
import { headColumns, toCallHead } from './to-call-head.ts'

export interface PostgresCallLogOptions {
  readonly transactions: Transactions
  /** Tells which recordings have expired. Default: the machine's. */
  readonly clock?: Clock | undefined
}

/** Calls as PostgreSQL holds them. */
export function createPostgresCallLog(options: PostgresCallLogOptions): CallLog {
  return new PostgresCallLog(options)
}

const isNeverConnected = sql<boolean>`${sql.raw(isNeverConnectedSql)}`

class PostgresCallLog implements CallLog {
  readonly #transactions: Transactions
  readonly #clock: Clock

  constructor({ transactions, clock = systemClock }: PostgresCallLogOptions) {
    this.#transactions = transactions
    this.#clock = clock
  }

  list(business: BusinessId, page: PageQuery & CallFilter): Promise<Page<Call>> {
    const now = this.#clock.now()
    return listNewestFirst(this.#transactions, business, {
      page,
      select: (transaction) => selectHeads(transaction, business).where(matches(page)),
      toItem: (row) => toCall(toCallHead(row), now),
    })
  }

  async get(business: BusinessId, callId: string): Promise<CallDetail | undefined> {
    if (!isId(callId)) return undefined
    return this.#transactions.asTenant(business, async (transaction) => {
      const row = await selectHeads(transaction, business)
        .select(['transcript', 'transcript_turns', 'failover_reason'])
        .where(sql<boolean>`id = ${callId}::uuid`)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { transcript, transcript_turns: transcriptTurns, failover_reason: failoverReason } = row
      const words = { transcript, transcriptTurns, failoverReason }
      return toCallDetail(toCallHead(row), words, this.#clock.now())
    })
  }

  stats(business: BusinessId, { now, timeZone }: { now: Date; timeZone: string }): Promise<CallStats> {
    return this.#transactions.asTenant(business, async (transaction) => {
      const today = toCalendarDay(now, timeZone)
      const { rows } = await sql<DayRow>`
        SELECT day, sum(calls)::integer AS calls, sum(live)::integer AS live,
          COALESCE(jsonb_object_agg(outcome, calls) FILTER (WHERE outcome IS NOT NULL), '{}') AS outcomes
        FROM (
          SELECT
            (created_at AT TIME ZONE ${timeZone})::date::text AS day,
            outcome,
            count(*) AS calls,
            count(*) FILTER (WHERE status = 'ongoing'
              AND created_at > ${now}::timestamptz - ${longestLiveMs} * interval '1 millisecond') AS live
          FROM calls
          WHERE business_id = ${business} AND superseded_by IS NULL
            AND created_at >= (${today}::date - ${statsDays}::integer)::timestamp AT TIME ZONE ${timeZone}
          GROUP BY 1, 2
        ) AS counted
        GROUP BY day`.execute(executorOf<TelephonyTables>(transaction))
      const live = rows.reduce((total, row) => total + row.live, 0)
      return toCallStats(new Map(rows.map((row) => [row.day, row])), today, live)
    })
  }

  summary(business: BusinessId, period: CallPeriod): Promise<CallSummary> {
    return this.#transactions.asTenant(business, async (transaction) => {
      const { rows } = await sql<CallGroup>`
        SELECT outcome, disconnection_reason AS reason,
          count(*)::integer AS calls,
          (count(*) FILTER (WHERE ${isNeverConnected}))::integer AS "neverConnected",
          count(recording_url)::integer AS recorded,
          count(transcript)::integer AS transcribed
        FROM calls
        WHERE business_id = ${business} AND superseded_by IS NULL AND ${matches(period)}
        GROUP BY 1, 2`.execute(executorOf<TelephonyTables>(transaction))
      return toCallSummary(rows)
    })
  }
}

type DayRow = DayCounts & { readonly day: string; readonly live: number }

function selectHeads(transaction: Transaction, business: BusinessId) {
  return executorOf<TelephonyTables>(transaction)
    .selectFrom('calls')
    .select(headColumns)
    .select(sql<boolean>`transcript IS NOT NULL`.as('has_transcript'))
    .where('business_id', '=', business)
    .where('superseded_by', 'is', null)
}

function matches({ from, to, outcome, direction, connected }: CallFilter): RawBuilder<boolean> {
  const conditions = [
    sql<boolean>`true`,
    ...(from === undefined ? [] : [sql<boolean>`created_at >= ${from}`]),
    ...(to === undefined ? [] : [sql<boolean>`created_at < ${to}`]),
    ...(outcome === undefined ? [] : [sql<boolean>`outcome = ${outcome}`]),
    ...(direction === undefined ? [] : [sql<boolean>`direction = ${direction}`]),
    ...(connected === undefined ? [] : [sql<boolean>`${isNeverConnected} = ${!connected}`]),
  ]
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`
}
