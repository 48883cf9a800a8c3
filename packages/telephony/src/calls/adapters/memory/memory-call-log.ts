import type {
  BusinessCalendar,
  BusinessId,
  CallCount,
  CallHistory,
  CallId,
  CallWindow,
  HistoryCall,
  IdSource,
} from '@cloudgreet/core'
import type { Call, CallDetail } from '@cloudgreet/core/contract'

import { toCalendarDay } from '../../../paging/domain/calendar-day.ts'
import { compareNewestFirst } from '../../../paging/domain/newest-first.ts'
import { type Page, type PageQuery, parsePageCursor, toPage } from '../../../paging/domain/page-cursor.ts'
import type { CallFacts } from '../../domain/call-facts.ts'
import { type DayCounts, longestLiveMs, toCallStats } from '../../domain/call-stats.ts'
import { mergeCallFacts } from '../../domain/merge-call-facts.ts'
import { startOf, toCall, toCallDetail } from '../../domain/to-call.ts'
import { isWithinHours, toLocalTime } from '../../domain/weekly-hours.ts'
import type { CallLog, CallStats } from '../../ports/call-log.ts'

type StoredCall = {
  readonly id: CallId
  readonly business: BusinessId
  readonly createdAt: Date
  readonly facts: CallFacts
}

/** Keeps calls in memory; {@link apply} does what the webhook statement does in the database. */
export class MemoryCallLog implements CallLog, CallHistory {
  readonly #calls = new Map<string, StoredCall>()
  readonly #superseded = new Set<string>()
  readonly #ids: IdSource

  constructor({ ids }: { readonly ids: IdSource }) {
    this.#ids = ids
  }

  /** A call stays with the business that it came in for: facts of another one change nothing. */
  apply(business: BusinessId, facts: CallFacts): void {
    const key = JSON.stringify([facts.provider, facts.providerCallId])
    const known = this.#calls.get(key)
    if (known !== undefined && known.business !== business) return
    const merged = known === undefined ? facts : mergeCallFacts(known.facts, facts)
    const id = known?.id ?? this.#ids.next<'Call'>()
    this.#calls.set(key, { id, business, createdAt: startOf(merged), facts: merged })
  }

  /** Leaves a call out from now on, as one whose place another has taken. */
  supersede(callId: string): void {
    this.#superseded.add(callId)
  }

  async list(business: BusinessId, { cursor, limit }: PageQuery): Promise<Page<Call>> {
    const after = cursor === undefined ? undefined : parsePageCursor(cursor)
    const rows = this.#of(business)
      .toSorted(compareNewestFirst)
      .filter((call) => after === undefined || compareNewestFirst(call, after) > 0)
    return toPage(rows, limit, ({ id, facts }) => toCall(id, facts))
  }

  async get(business: BusinessId, callId: string): Promise<CallDetail | undefined> {
    const found = this.#of(business).find(({ id }) => id === callId)
    return found && toCallDetail(found.id, found.facts)
  }

  async stats(business: BusinessId, { now, timeZone }: { now: Date; timeZone: string }): Promise<CallStats> {
    const calls = this.#of(business)
    const dayOf = ({ createdAt }: StoredCall) => toCalendarDay(createdAt, timeZone)
    const days = new Set(calls.map(dayOf))
    const counts = new Map(
      [...days].map((day) => [day, toCounts(calls.filter((call) => dayOf(call) === day))] as const),
    )
    const live = calls.filter(
      ({ facts, createdAt }) => facts.status === 'ongoing' && now.getTime() - createdAt.getTime() < longestLiveMs,
    )
    return toCallStats(counts, toCalendarDay(now, timeZone), live.length)
  }

  async read(
    business: BusinessId,
    window: CallWindow,
    { limit, ...calendar }: BusinessCalendar & { readonly limit: number },
  ): Promise<readonly HistoryCall[]> {
    const calls = this.#within(business, window).toSorted(compareNewestFirst).slice(0, limit)
    return calls.map((call) => toHistoryCall(call, calendar))
  }

  async count(business: BusinessId, window: CallWindow, calendar: BusinessCalendar): Promise<readonly CallCount[]> {
    const counts = new Map<string, CallCount>()
    for (const call of this.#within(business, window)) {
      const { direction, outcome, isWithinHours: isOpen, turns, startedAt } = toHistoryCall(call, calendar)
      const { day, hour } = toLocalTime(startedAt, calendar.timeZone)
      const key = JSON.stringify([day, hour, direction, outcome, isOpen])
      const { calls, transcribed } = counts.get(key) ?? { calls: 0, transcribed: 0 }
      const group = { day, hour, direction, outcome, isWithinHours: isOpen }
      counts.set(key, { ...group, calls: calls + 1, transcribed: transcribed + (turns.length > 0 ? 1 : 0) })
    }
    return [...counts.values()].toSorted((left, right) => left.day.localeCompare(right.day) || left.hour - right.hour)
  }

  #within(business: BusinessId, { from, to }: CallWindow): StoredCall[] {
    return this.#of(business).filter(({ createdAt }) => createdAt >= from && createdAt < to)
  }

  #of(business: BusinessId): StoredCall[] {
    return [...this.#calls.values()].filter((call) => call.business === business && !this.#superseded.has(call.id))
  }
}

export function createMemoryCallLog(options: { readonly ids: IdSource }): MemoryCallLog {
  return new MemoryCallLog(options)
}

function toHistoryCall({ id, createdAt, facts }: StoredCall, calendar: BusinessCalendar): HistoryCall {
  const { direction, from, to, outcome, durationMs } = facts
  return {
    id,
    direction,
    outcome,
    durationMs,
    person: direction === 'inbound' ? from : to,
    startedAt: createdAt,
    isWithinHours: isWithinHours(createdAt, calendar),
    turns: toCallDetail(id, facts).transcript,
  }
}

function toCounts(calls: readonly StoredCall[]): DayCounts {
  return {
    calls: calls.length,
    finished: calls.filter(({ facts }) => facts.outcome !== null).length,
    answered: calls.filter(({ facts }) => facts.outcome === 'answered' || facts.outcome === 'transferred').length,
  }
}
