const dayMs = 86_400_000

/** Days that the insights speak of, today included. */
export const insightDays = 30
/** Weeks that the trends show; the last one ends today. */
export const trendWeeks = 6

/** `YYYY-MM-DD` of the moment in the time zone. */
export function toLocalDay(moment: Date, timeZone: string): string {
  const parts = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const
  return new Intl.DateTimeFormat('en-CA', parts).format(moment)
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10)
}

/** The moment at which a day begins in the time zone; the first one where a change of clocks skips or repeats midnight. */
export function startOfLocalDay(day: string, timeZone: string): Date {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`)
  // Offsets from UTC lie between -12 and +14 hours, in steps of a quarter of an hour.
  let earliest = utcMidnight - 15 * 3_600_000
  let latest = utcMidnight + 13 * 3_600_000
  while (latest - earliest > 60_000) {
    const middle = earliest + Math.floor((latest - earliest) / 120_000) * 60_000
    if (toLocalDay(new Date(middle), timeZone) < day) earliest = middle
    else latest = middle
  }
  return new Date(latest)
}
