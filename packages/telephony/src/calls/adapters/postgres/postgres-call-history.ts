import type {
  BusinessCalendar,
  BusinessId,
  CallCount,
  CallHistory,
  CallWindow,
  HistoryCall,
  Transactions,
} from '@cloudgreet/core'
import type { TranscriptTurn } from '@cloudgreet/core/contract'
import { executorOf } from '@cloudgreet/core/postgres'
import { type RawBuilder, sql } from 'kysely'

import type { TelephonyTables } from '../../../postgres/telephony-tables.ts'
import { toTranscriptTurns } from '../../domain/transcript.ts'

/** Studies `calls` where they lie, as the tenant. */
export function createPostgresCallHistory({ transactions }: { readonly transactions: Transactions }): CallHistory {
  return {
    read: (business, window, { limit, ...calendar }) =>
      transactions.asTenant(business, async (transaction) => {
        const query = selectCalls(business, { window, calendar, limit })
        const { rows } = await query.execute(executorOf<TelephonyTables>(transaction))
        return rows.map(toHistoryCall)
      }),
    count: (business, window, calendar) =>
      transactions.asTenant(business, async (transaction) => {
        const query = countCalls(business, { window, calendar })
        return (await query.execute(executorOf<TelephonyTables>(transaction))).rows
      }),
  }
}

type CallRow = Omit<HistoryCall, 'turns'> & {
  readonly transcript: string | null
  readonly transcriptTurns: readonly TranscriptTurn[] | null
}

interface Selection {
  readonly window: CallWindow
  readonly calendar: BusinessCalendar
}

function selectCalls(
  business: BusinessId,
  { window, calendar, limit }: Selection & { readonly limit: number },
): RawBuilder<CallRow> {
  return sql<CallRow>`
    SELECT id, direction, outcome, created_at AS "startedAt", duration_ms AS "durationMs",
      CASE direction WHEN 'inbound' THEN from_number ELSE to_number END AS person,
      ${isWithinHours(calendar)} AS "isWithinHours", transcript, transcript_turns AS "transcriptTurns"
    FROM calls
    WHERE ${isOwn(business, window)}
    ORDER BY created_at DESC, id DESC
    LIMIT ${limit}`
}

function countCalls(business: BusinessId, { window, calendar }: Selection): RawBuilder<CallCount> {
  const local = toLocalTime(calendar)
  return sql<CallCount>`
    SELECT to_char(${local}, 'YYYY-MM-DD') AS day, extract(hour FROM ${local})::integer AS hour, direction, outcome,
      ${isWithinHours(calendar)} AS "isWithinHours", count(*)::integer AS calls,
      count(NULLIF(transcript, ''))::integer AS transcribed
    FROM calls
    WHERE ${isOwn(business, window)}
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5`
}

function isOwn(business: BusinessId, { from, to }: CallWindow): RawBuilder<boolean> {
  return sql<boolean>`business_id = ${business} AND superseded_by IS NULL AND created_at >= ${from} AND created_at < ${to}`
}

function toLocalTime({ timeZone }: BusinessCalendar): RawBuilder<Date> {
  return sql<Date>`(created_at AT TIME ZONE ${timeZone}::text)`
}

/** Null when the hours are not known; a day left out is closed. */
function isWithinHours(calendar: BusinessCalendar): RawBuilder<boolean | null> {
  if (calendar.hours === null) return sql<null>`NULL::boolean`
  const local = toLocalTime(calendar)
  const hours = sql`${JSON.stringify(calendar.hours)}::jsonb`
  return sql<boolean>`EXISTS (
    SELECT FROM jsonb_array_elements(coalesce(${hours} -> trim(to_char(${local}, 'day')), '[]'::jsonb)) AS span
    WHERE to_char(${local}, 'HH24:MI') >= span ->> 'opens' AND to_char(${local}, 'HH24:MI') < span ->> 'closes')`
}

function toHistoryCall({ transcript, transcriptTurns, ...call }: CallRow): HistoryCall {
  return { ...call, turns: transcriptTurns ?? toTranscriptTurns(transcript ?? '') }
}
