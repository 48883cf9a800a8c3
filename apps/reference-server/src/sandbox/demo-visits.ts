const dayMs = 86_400_000
const hourMs = 3_600_000
const minuteMs = 60_000

/** What was said on an answered call, and what came of it. */
export interface DemoTalk {
  readonly wish: string
  readonly goodbye: string
  readonly summary: string
  readonly sentiment: 'Positive' | 'Neutral' | 'Negative'
}

/** One person of the demo's past: a call, perhaps a text after it, perhaps an appointment out of it. */
export interface DemoVisit {
  readonly number: number
  readonly caller: string
  readonly callerName: string
  readonly startedAt: Date
  readonly endedAt: Date
  /** Absent when the call was not answered: then nothing came of it, either. */
  readonly talk?: DemoTalk
  readonly text?: string
  readonly appointment?: { readonly service: string; readonly startsAt: Date; readonly endsAt: Date }
}

const people = ['Dana Reyes', 'Sam Okafor', 'Lee Nguyen', 'Ana Petrova', 'Chris Walker', 'Maya Singh', 'Jordan Blake']

interface Wish {
  readonly wish: string
  readonly sentiment: DemoTalk['sentiment']
  /** What the caller texts afterwards, sometimes. */
  readonly text: string
  /** What is booked, on a weekday. */
  readonly service?: string
}

const wishes: readonly [Wish, ...Wish[]] = [
  {
    wish: 'My kitchen sink drips under the cabinet.',
    service: 'Leak repair',
    sentiment: 'Positive',
    text: 'There is a shut-off valve behind the washer.',
  },
  { wish: 'Do you install water heaters?', sentiment: 'Neutral', text: 'The old one holds 40 gallons.' },
  {
    wish: 'The drain in the shower is slow again.',
    service: 'Drain cleaning',
    sentiment: 'Positive',
    text: 'The gate code is on the mailbox.',
  },
  { wish: 'Can you send me a copy of my last invoice?', sentiment: 'Neutral', text: 'By email is fine, thanks.' },
  {
    wish: 'The toilet runs all night, it is driving me mad.',
    service: 'Toilet repair',
    sentiment: 'Negative',
    text: 'Is parking in front all right?',
  },
]

/** Calls of the last 14 days, one to three a day between 8 and 14 o'clock in Chicago, none later than now. */
export function demoVisits(now: Date): readonly DemoVisit[] {
  const midnight = Math.floor(now.getTime() / dayMs) * dayMs
  const visits: DemoVisit[] = []
  for (let daysAgo = 13; daysAgo >= 0; daysAgo -= 1)
    for (let turn = 0; turn <= daysAgo % 3; turn += 1) {
      const startedAt = new Date(midnight - daysAgo * dayMs + (14 + turn * 2) * hourMs + daysAgo * 3 * minuteMs)
      const visit = toVisit(visits.length, startedAt)
      if (visit.endedAt < now) visits.push(visit)
    }
  return visits
}

function toVisit(number: number, startedAt: Date): DemoVisit {
  const person = number % people.length
  const caller = { number, caller: `+131255501${10 + person}`, callerName: people[person] ?? 'Dana Reyes', startedAt }
  if (number % 9 === 8) return { ...caller, endedAt: new Date(startedAt.getTime() + minuteMs / 2) }
  const { wish, sentiment, text, service } = wishes[number % wishes.length] ?? wishes[0]
  const startsAt = service === undefined ? undefined : toAppointmentStart(startedAt)
  const booking = service === undefined || startsAt === undefined ? undefined : { service, startsAt }
  return {
    ...caller,
    endedAt: new Date(startedAt.getTime() + (2 + (number % 4)) * minuteMs),
    talk: { wish, sentiment, ...toEnd({ wish, callerName: caller.callerName, service: booking?.service }) },
    ...(number % 3 === 0 ? { text } : {}),
    ...(booking === undefined
      ? {}
      : { appointment: { ...booking, endsAt: new Date(booking.startsAt.getTime() + hourMs) } }),
  }
}

interface TalkEnd {
  readonly wish: string
  readonly callerName: string
  readonly service: string | undefined
}

function toEnd({ wish, callerName, service }: TalkEnd): Pick<DemoTalk, 'goodbye' | 'summary'> {
  const summary = `${callerName} called: "${wish}"`
  return service === undefined
    ? { goodbye: 'Thank you. Someone will get back to you about it. Goodbye.', summary }
    : {
        goodbye: 'Thank you. Your visit is in the calendar. Goodbye.',
        summary: `${summary} A visit for ${service.toLowerCase()} was booked.`,
      }
}

/** Days from a call on each weekday, Sunday first, to three working days later. Undefined: nobody books at the weekend. */
const daysUntilVisit = [undefined, 3, 3, 5, 5, 5, undefined] as const

/** On the hour of the call: calls of one day have hours of their own, and no two days share a day of visits. */
function toAppointmentStart(startedAt: Date): Date | undefined {
  const days = daysUntilVisit[startedAt.getUTCDay()]
  return days === undefined ? undefined : new Date(Math.floor(startedAt.getTime() / hourMs) * hourMs + days * dayMs)
}
