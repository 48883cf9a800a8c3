import type { CallWindow } from '../calls/ports/call-history.ts'
import type { BusinessId } from '../kernel/domain/ids.ts'
import { toInsightFacts } from './domain/apply-rules.ts'
import { addDays, insightDays, startOfLocalDay, toLocalDay, trendWeeks } from './domain/calendar-days.ts'
import type { InsightFacts } from './domain/insight-facts.ts'
import type { InsightTools } from './insight-tools.ts'
import type { BusinessProfile } from './ports/business-records.ts'

/** Calls whose words are read: enough for a busy month of a small business, and little enough for one step. */
const mostCallsRead = 2_000

/**
 * What is known of a business's calls. The windows begin and end with its days, so that the same calls give the same
 * facts all day.
 *
 * @param limit - calls whose words are read; 0 for the counts alone
 */
export async function readFacts(
  { calls, records, clock }: Pick<InsightTools, 'calls' | 'records' | 'clock'>,
  business: BusinessId,
  { profile, limit = mostCallsRead }: { readonly profile: BusinessProfile; readonly limit?: number },
): Promise<InsightFacts> {
  const { timeZone, hours, services } = profile
  const calendar = { timeZone, hours }
  const today = toLocalDay(clock.now(), timeZone)
  const windowOf = (days: number): CallWindow => ({
    from: startOfLocalDay(addDays(today, 1 - days), timeZone),
    to: startOfLocalDay(addDays(today, 1), timeZone),
  })
  const trend = windowOf(7 * trendWeeks)
  return toInsightFacts({
    calendar,
    services,
    today,
    counts: await calls.count(business, trend, calendar),
    bookings: await records.bookings(business, trend, timeZone),
    calls: limit === 0 ? [] : await calls.read(business, windowOf(insightDays), { ...calendar, limit }),
  })
}
