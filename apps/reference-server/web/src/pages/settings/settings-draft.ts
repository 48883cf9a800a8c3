import type { Business, BusinessChange, BusinessHours } from '../../lib/client.ts'

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]
export type OpenSpan = { readonly opens: string; readonly closes: string }
export type WeekHours = Readonly<Record<Weekday, readonly OpenSpan[]>>

export const ruleNames = ['durationMinutes', 'noticeMinutes', 'horizonDays', 'bufferMinutes'] as const
export type RuleName = (typeof ruleNames)[number]

/** The settings as they stand in the form. */
export type SettingsDraft = {
  readonly businessName: string
  readonly forwardNumber: string
  readonly greeting: string
  /** One a line. */
  readonly services: string
  readonly hours: WeekHours
  /** Empty: the default holds. */
  readonly rules: Readonly<Record<RuleName, string>>
  /** One date a line. */
  readonly closedDates: string
  readonly insightsEnabled: boolean
}

export function toDraft(business: Business): SettingsDraft {
  const { hours, bookingRules } = business
  return {
    businessName: business.businessName,
    forwardNumber: business.forwardNumber ?? '',
    greeting: business.greeting ?? '',
    services: business.services.join('\n'),
    hours: mapDays((day) => hours?.[day] ?? []),
    rules: {
      durationMinutes: toText(bookingRules?.durationMinutes),
      noticeMinutes: toText(bookingRules?.noticeMinutes),
      horizonDays: toText(bookingRules?.horizonDays),
      bufferMinutes: toText(bookingRules?.bufferMinutes),
    },
    closedDates: (bookingRules?.closedDates ?? []).join('\n'),
    insightsEnabled: business.insightsEnabled,
  }
}

/** Only what differs, so that a change made elsewhere meanwhile stays. Empty when nothing does. */
export function toChange(draft: SettingsDraft, business: Business): BusinessChange {
  const known = toDraft(business)
  const differs = (...names: readonly (keyof SettingsDraft)[]) =>
    names.some((name) => JSON.stringify(draft[name]) !== JSON.stringify(known[name]))
  return {
    ...(differs('businessName') && { businessName: draft.businessName }),
    ...(differs('forwardNumber') && { forwardNumber: draft.forwardNumber.trim() || null }),
    ...(differs('greeting') && { greeting: draft.greeting.trim() || null }),
    ...(differs('services') && { services: toLines(draft.services) }),
    ...(differs('hours') && { hours: toHours(draft.hours) }),
    ...(differs('rules', 'closedDates') && { bookingRules: toRules(draft, business) }),
    ...(differs('insightsEnabled') && { insightsEnabled: draft.insightsEnabled }),
  }
}

export function isChanged(change: BusinessChange): boolean {
  return Object.keys(change).length > 0
}

/** `services.2` and `bookingRules.closedDates.0` are refused in a line of their one field. */
export function toFormField(field: string): string {
  return field.replace(/^(services|bookingRules\.closedDates)\.\d+$/, '$1')
}

/** Rules that the form does not show stay as they are. */
function toRules({ rules, closedDates }: SettingsDraft, { bookingRules }: Business): Business['bookingRules'] {
  const numbers = ruleNames.flatMap((name) => (rules[name] === '' ? [] : [[name, Number(rules[name])] as const]))
  const { serviceMinutes } = bookingRules ?? {}
  const dates = toLines(closedDates)
  return {
    ...Object.fromEntries(numbers),
    ...(dates.length > 0 && { closedDates: dates }),
    ...(serviceMinutes !== undefined && { serviceMinutes }),
  }
}

/** A day without a span is closed, and left out. */
function toHours(hours: WeekHours): BusinessHours {
  return Object.fromEntries(weekdays.flatMap((day) => (hours[day].length === 0 ? [] : [[day, hours[day]]])))
}

function mapDays(spansOf: (day: Weekday) => readonly OpenSpan[]): WeekHours {
  const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = weekdays
  return {
    monday: spansOf(monday),
    tuesday: spansOf(tuesday),
    wednesday: spansOf(wednesday),
    thursday: spansOf(thursday),
    friday: spansOf(friday),
    saturday: spansOf(saturday),
    sunday: spansOf(sunday),
  }
}

function toLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function toText(value: number | undefined): string {
  return value === undefined ? '' : String(value)
}
