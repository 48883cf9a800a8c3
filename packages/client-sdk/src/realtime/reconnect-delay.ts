const SHORTEST_MS = 500
const LONGEST_MS = 30_000

/**
 * Milliseconds before the next attempt: a random part of a span that doubles with each failure, 0.5 s to 30 s.
 *
 * @param failures - attempts that failed in a row, 1 or more
 * @param random - 0 to 1
 */
export function reconnectDelayMs(failures: number, random: number): number {
  const spanMs = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** failures)
  return SHORTEST_MS + random * (spanMs - SHORTEST_MS)
}
