import type { DeadLetter, DeadLetterFilter, DeadLetterGroup } from '../../domain/dead-letter.ts'
import type { DeadLetters } from '../../ports/dead-letters.ts'

/** Dead letters in memory, out of those that a test gives. */
export function createMemoryDeadLetters(letters: Iterable<DeadLetter>): DeadLetters {
  return {
    list: async (filter, { limit, after }) =>
      [...letters]
        .filter((letter) => fits(filter, letter))
        .sort((one, other) => compare(other, one))
        .filter((letter) => after === undefined || compare(letter, after) < 0)
        .slice(0, limit),
    summarize: async (filter) => {
      const groups = new Map<string, DeadLetterGroup>()
      for (const letter of letters) {
        if (!fits(filter, letter)) continue
        const cause = `${letter.status} ${letter.errorClass}`
        groups.set(cause, merge(groups.get(cause), letter))
      }
      return [...groups.values()].sort((one, other) => other.count - one.count)
    },
  }
}

function fits({ from, to, ...equal }: DeadLetterFilter, letter: DeadLetter): boolean {
  const isInside = (from === undefined || letter.lastFailedAt >= from) && (to === undefined || letter.lastFailedAt < to)
  const wanted = Object.entries(equal) as [keyof typeof equal, string | undefined][]
  return isInside && wanted.every(([name, value]) => value === undefined || letter[name] === value)
}

type Place = Pick<DeadLetter, 'lastFailedAt' | 'id'>

function compare(one: Place, other: Place): number {
  return Number(one.lastFailedAt) - Number(other.lastFailedAt) || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
}

function merge(group: DeadLetterGroup | undefined, letter: DeadLetter): DeadLetterGroup {
  const { status, errorClass, firstFailedAt, lastFailedAt } = letter
  if (group === undefined) return { status, errorClass, count: 1, firstFailedAt, lastFailedAt }
  return {
    ...group,
    count: group.count + 1,
    firstFailedAt: firstFailedAt < group.firstFailedAt ? firstFailedAt : group.firstFailedAt,
    lastFailedAt: lastFailedAt > group.lastFailedAt ? lastFailedAt : group.lastFailedAt,
  }
}
