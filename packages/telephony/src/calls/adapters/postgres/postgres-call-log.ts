import type { BusinessId, Transactions } from '@cloudgreet/core'
import type { Call, CallDetail } from '@cloudgreet/core/contract'
import { executorOf } from '@cloudgreet/core/postgres'
import { type Selectable, sql } from 'kysely'

import { listNewestFirst } from '../../../postgres/list-newest-first.ts'
import type { TelephonyTables } from '../../../postgres/telephony-tables.ts'
import { toCalendarDay } from '../../../paging/domain/calendar-day.ts'
import type { Page, PageQuery } from '../../../paging/domain/page-cursor.ts'
import { longestLiveMs, statsDays, toCallStats } from '../../domain/call-stats.ts'
import { toTranscriptTurns } from '../../domain/transcript.ts'
import type { CallLog, CallStats } from '../../ports/call-log.ts'

const columns = [
  'id',
  'direction',
  'from_number',
  'to_number',
  'status',
  'outcome',
  'disconnection_reason',
  'created_at',
  'ended_at',
  'duration_ms',
  'summary',
  'sentiment',
] as const

type CallRow = Pick<Selectable<TelephonyTables['calls']>, (typeof columns)[number]> & {
  readonly has_transcript: boolean
}

/** Calls as PostgreSQL holds them. */
export function createPostgresCallLog(options: { readonly transactions: Transactions }): CallLog {
  return new PostgresCallLog(options)
}

class PostgresCallLog implements CallLog {
  readonly #transactions: Transactions

  constructor({ transactions }: { readonly transactions: Transactions }) {
    this.#transactions = transactions
  }

  list(business: BusinessId, page: PageQuery): Promise<Page<Call>> {
    return listNewestFirst(this.#transactions, business, {
      page,
      select: (transaction) =>
        executorOf<TelephonyTables>(transaction)
          .selectFrom('calls')
          .select(columns)
          .select(sql<boolean>`transcript IS NOT NULL`.as('has_transcript'))
          .where('business_id', '=', business)
          .where('superseded_by', 'is', null),
      toItem: toCall,
    })
  }

  get(business: BusinessId, callId: string): Promise<CallDetail | undefined> {
    return this.#transactions.asTenant(business, async (transaction) => {
      const row = await executorOf<TelephonyTables>(transaction)
        .selectFrom('calls')
        .select(columns)
        .select(['transcript', 'transcript_turns', 'recording_url', 'failover_reason'])
        .where('business_id', '=', business)
        .where('superseded_by', 'is', null)
        .where(sql<boolean>`id::text = ${callId}`)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const turns = row.transcript_turns ?? toTranscriptTurns(row.transcript ?? '')
      const call = toCall({ ...row, has_transcript: row.transcript !== null })
      return { ...call, transcript: [...turns], recordingUrl: row.recording_url, failoverReason: row.failover_reason }
    })
  }

  stats(business: BusinessId, { now, timeZone }: { now: Date; timeZone: string }): Promise<CallStats> {
    return this.#transactions.asTenant(business, async (transaction) => {
      const today = toCalendarDay(now, timeZone)
      const { rows } = await sql<DayRow>`
        SELECT
          (created_at AT TIME ZONE ${timeZone})::date::text AS day,
          count(*)::integer AS calls,
          count(outcome)::integer AS finished,
          (count(*) FILTER (WHERE outcome IN ('answered', 'transferred')))::integer AS answered,
          (count(*) FILTER (WHERE status = 'ongoing'
            AND created_at > ${now}::timestamptz - ${longestLiveMs} * interval '1 millisecond'))::integer AS live
        FROM calls
        WHERE business_id = ${business} AND superseded_by IS NULL
          AND created_at >= (${today}::date - ${statsDays}::integer)::timestamp AT TIME ZONE ${timeZone}
        GROUP BY 1`.execute(executorOf<TelephonyTables>(transaction))
      const live = rows.reduce((total, row) => total + row.live, 0)
      return toCallStats(new Map(rows.map((row) => [row.day, row])), today, live)
    })
  }
}

type DayRow = {
  readonly day: string
  readonly calls: number
  readonly finished: number
  readonly answered: number
  readonly live: number
}

function toCall(row: CallRow): Call {
  return {
    id: row.id,
    direction: row.direction,
    from: row.from_number,
    to: row.to_number,
    status: row.status,
    outcome: row.outcome,
    disconnectionReason: row.disconnection_reason,
    startedAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    durationMs: row.duration_ms,
    summary: row.summary,
    sentiment: row.sentiment,
    hasTranscript: row.has_transcript,
  }
}
