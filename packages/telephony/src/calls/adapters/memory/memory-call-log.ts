import {
  type BusinessCalendar,
  type BusinessId,
  type CallCount,
  type CallHistory,
  type CallId,
  type CallWindow,
  type Clock,
  compareNewestFirst,
  type HistoryCall,
  type IdSource,
  type Page,
  type PageQuery,
  parsePageCursor,
  systemClock,
  toPage,
} from '@cloudgreet/core'
import type { Call, CallDetail, CallSummary } from '@cloudgreet/core/contract'

import { toCalendarDay } from '../../../calendar/domain/calendar-day.ts'
import type { CallFacts, CallOutcome } from '../../domain/call-facts.ts'
import { type DayCounts, longestLiveMs, toCallStats } from '../../domain/call-stats.ts'
import { type CallGroup, toCallSummary } from '../../domain/call-summary.ts'
import { isNeverConnected } from '../../domain/is-never-connected.ts'
import { mergeCallFacts } from '../../domain/merge-call-facts.ts'
import { type CallHead, startOf, toCall, toCallDetail, turnsOf } from '../../domain/to-call.ts'
import { isWithinHours, toLocalTime } from '../../domain/weekly-hours.ts'
import type { CallFilter, CallLog, CallPeriod, CallStats } from '../../ports/call-log.ts'

type StoredCall = {
  readonly id: CallId
  readonly business: BusinessId
  readonly at: Date
  readonly facts: CallFacts
}

export interface MemoryCallLogOptions {
  readonly ids: IdSource
  /** Tells which recordings have expired. Default: the machine's. */
  readonly clock?: Clock | undefined
}

/** Keeps calls in memory; {@link apply} does what the webhook statement does in the database. */
export class MemoryCallLog implements CallLog, CallHistory {
  readonly #calls = new Map<string, StoredCall>()
  readonly #superseded = new Set<string>()
  readonly #ids: IdSource
  readonly #clock: Clock

  constructor({ ids, clock = systemClock }: MemoryCallLogOptions) {
    this.#ids = ids
    this.#clock = clock
  }

  /** A call stays with the business that it came in for: facts of another one change nothing. */
  apply(business: BusinessId, facts: CallFacts): void {
    const key = JSON.stringify([facts.provider, facts.providerCallId])
    const known = this.#calls.get(key)
    if (known !== undefined && known.business !== business) return
    const merged = known === undefined ? facts : mergeCallFacts(known.facts, facts)
    const id = known?.id ?? this.#ids.next<'Call'>()
    this.#calls.set(key, { id, business, at: startOf(merged), facts: merged })
  }

  /** Leaves a call out from now on, as one whose place another has taken. */
  supersede(callId: string): void {
    this.#superseded.add(callId)
  }

  async list(business: BusinessId, { cursor, limit, ...filter }: PageQuery & CallFilter): Promise<Page<Call>> {
    const after = parsePageCursor(cursor)
    const rows = this.#of(business)
      .toSorted(compareNewestFirst)
      .filter((call) => matches(call, filter) && (after === undefined || compareNewestFirst(call, after) > 0))
    return toPage(rows, limit, (call) => toCall(toHead(call), this.#clock.now()))
  }

  async get(business: BusinessId, callId: string): Promise<CallDetail | undefined> {
    const found = this.#of(business).find(({ id }) => id === callId)
    return found && toCallDetail(toHead(found), found.facts, this.#clock.now())
  }

  async stats(business: BusinessId, { now, timeZone }: { now: Date; timeZone: string }): Promise<CallStats> {
    const calls = this.#of(business)
    const dayOf = ({ at }: StoredCall) => toCalendarDay(at, timeZone)
    const byDay = groupBy(calls, dayOf)
    const counts = new Map([...byDay].map(([day, ofDay]) => [day, toCounts(ofDay)] as const))
    const live = calls.filter(
      ({ facts, at }) => facts.status === 'ongoing' && now.getTime() - at.getTime() < longestLiveMs,
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
    return this.#of(business).filter(({ at }) => at >= from && at < to)
  }

  async summary(business: BusinessId, period: CallPeriod): Promise<CallSummary> {
    const calls = this.#of(business).filter((call) => matches(call, period))
    const groups = groupBy(calls, ({ facts }) => JSON.stringify([facts.outcome, facts.disconnectionReason]))
    return toCallSummary([...groups.values()].map(toGroup))
  }

  #of(business: BusinessId): StoredCall[] {
    return [...this.#calls.values()].filter((call) => call.business === business && !this.#superseded.has(call.id))
  }
}

export function createMemoryCallLog(options: MemoryCallLogOptions): MemoryCallLog {
  return new MemoryCallLog(options)
}

function toHistoryCall({ id, at, facts }: StoredCall, calendar: BusinessCalendar): HistoryCall {
  const { direction, from, to, outcome, durationMs } = facts
  return {
    id,
    direction,
    outcome,
    durationMs,
    person: direction === 'inbound' ? from : to,
    startedAt: at,
    isWithinHours: isWithinHours(at, calendar),
    turns: turnsOf(facts),
  }
}

function matches({ facts, at }: StoredCall, filter: CallFilter): boolean {
  const { from, to, outcome, direction, connected } = filter
  return (
    (from === undefined || at >= from) &&
    (to === undefined || at < to) &&
    (outcome === undefined || facts.outcome === outcome) &&
    (direction === undefined || facts.direction === direction) &&
    (connected === undefined || isNeverConnected(facts) !== connected)
  )
}

function toHead({ id, facts }: StoredCall): CallHead {
  return { ...facts, id, hasTranscript: facts.transcript !== null }
}

function groupBy(calls: readonly StoredCall[], keyOf: (call: StoredCall) => string): Map<string, StoredCall[]> {
  const groups = new Map<string, StoredCall[]>()
  for (const call of calls) groups.set(keyOf(call), [...(groups.get(keyOf(call)) ?? []), call])
  return groups
}

function toCounts(calls: readonly StoredCall[]): DayCounts {
  const outcomes: Partial<Record<CallOutcome, number>> = {}
  for (const { facts } of calls)
    if (facts.outcome !== null) outcomes[facts.outcome] = (outcomes[facts.outcome] ?? 0) + 1
  return { calls: calls.length, outcomes }
}

function toGroup(calls: readonly StoredCall[]): CallGroup {
  const count = (isCounted: (facts: CallFacts) => boolean) => calls.filter(({ facts }) => isCounted(facts)).length
  return {
    outcome: calls[0]?.facts.outcome ?? null,
    reason: calls[0]?.facts.disconnectionReason ?? null,
    calls: calls.length,
    neverConnected: count(isNeverConnected),
    recorded: count(({ recordingUrl }) => recordingUrl !== null),
    transcribed: count(({ transcript }) => transcript !== null),
  }
}
