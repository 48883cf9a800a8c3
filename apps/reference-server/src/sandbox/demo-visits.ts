const dayMs = 86_400_000
const hourMs = 3_600_000
const minuteMs = 60_000

/** One person of the demo's past: a call, perhaps a text after it, perhaps an appointment out of it. */
export interface DemoVisit {
  readonly number: number
  readonly caller: string
  readonly callerName: string
  readonly startedAt: Date
  readonly endedAt: Date
  readonly wish: string
  readonly summary: string
  readonly sentiment: 'Positive' | 'Neutral' | 'Negative'
  readonly endedBy: 'user_hangup' | 'agent_hangup' | 'dial_no_answer'
  readonly text?: string
  readonly appointment?: { readonly service: string; readonly startsAt: Date; readonly endsAt: Date }
}

const people = ['Dana Reyes', 'Sam Okafor', 'Lee Nguyen', 'Ana Petrova', 'Chris Walker', 'Maya Singh', 'Jordan Blake']

const wishes = [
  { wish: 'My kitchen sink drips under the cabinet.', service: 'Leak repair', sentiment: 'Positive', books: true },
  { wish: 'Do you install water heaters?', service: 'Water heater', sentiment: 'Neutral', books: false },
  { wish: 'The drain in the shower is slow again.', service: 'Drain cleaning', sentiment: 'Positive', books: true },
  { wish: 'I want to move my visit to another day.', service: 'Visit', sentiment: 'Neutral', books: false },
  { wish: 'The toilet runs all night, it is driving me mad.', service: 'Toilet repair', sentiment: 'Negative', books: true },
] as const

const texts = ['What time can you come?', 'The gate code is on the mailbox.', 'Thanks, see you then.', 'Is parking in front all right?']

/** Calls of the last 14 days, one to three a day in office hours, none later than now. */
export function demoVisits(now: Date): readonly DemoVisit[] {
  const midnight = Math.floor(now.getTime() / dayMs) * dayMs
  const visits: DemoVisit[] = []
  for (let daysAgo = 13; daysAgo >= 0; daysAgo -= 1)
    for (let turn = 0; turn <= daysAgo % 3; turn += 1) {
      const visit = toVisit(visits.length, new Date(midnight - daysAgo * dayMs + (14 + turn * 2) * hourMs + daysAgo * 3 * minuteMs))
      if (visit.endedAt < now) visits.push(visit)
    }
  return visits
}

function toVisit(number: number, startedAt: Date): DemoVisit {
  const callerName = people[number % people.length] ?? 'Dana Reyes'
  const { wish, service, sentiment, books } = wishes[number % wishes.length] ?? wishes[0]
  const endedAt = new Date(startedAt.getTime() + (2 + (number % 4)) * minuteMs)
  const text = number % 3 === 0 ? texts[(number / 3) % texts.length] : undefined
  // Three days later, on the hour of the call's turn: no two of them overlap.
  const startsAt = new Date(Math.floor(startedAt.getTime() / hourMs) * hourMs + 3 * dayMs)
  return {
    number,
    caller: `+131255501${String(10 + (number % 80)).padStart(2, '0')}`,
    callerName,
    startedAt,
    endedAt,
    wish,
    summary: `${callerName} called: "${wish}"${books ? ` A visit for ${service.toLowerCase()} was booked.` : ''}`,
    sentiment,
    endedBy: number % 9 === 8 ? 'dial_no_answer' : 'user_hangup',
    ...(text === undefined ? {} : { text }),
    ...(books ? { appointment: { service, startsAt, endsAt: new Date(startsAt.getTime() + hourMs) } } : {}),
  }
}
