/** `YYYY-MM-DD` of the moment in the time zone. */
export function toCalendarDay(moment: Date, timeZone: string): string {
  const parts = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const
  return new Intl.DateTimeFormat('en-CA', parts).format(moment)
}

/** The last `count` days up to `today`, oldest first. */
export function toDaysUpTo(today: string, count: number): readonly string[] {
  const todayMs = Date.parse(`${today}T00:00:00Z`)
  return Array.from({ length: count }, (_, index) =>
    new Date(todayMs - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10),
  )
}
