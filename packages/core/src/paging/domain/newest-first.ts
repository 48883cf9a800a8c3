import type { PagePosition } from './page-cursor.ts'

/** Order of every list: newest first, and among equals the greater id. */
export function compareNewestFirst(one: PagePosition, other: PagePosition): number {
  const byTime = other.at.getTime() - one.at.getTime()
  if (byTime !== 0 || one.id === other.id) return byTime
  return one.id < other.id ? 1 : -1
}
