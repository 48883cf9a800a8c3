import type { BusinessHours } from '@cloudgreet/core/contract'

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

type DayGroup = { readonly first: string; readonly last: string; readonly spans: string }

/** `Monday to Friday 9 am to 5 pm; Saturday closed; …`: days that follow each other with equal hours are one. */
export function describeHours(hours: BusinessHours): string {
  const groups: DayGroup[] = []
  for (const day of days) {
    const spans = describeSpans(hours[day] ?? [])
    const name = day.charAt(0).toUpperCase() + day.slice(1)
    const previous = groups.at(-1)
    if (previous?.spans === spans) groups.splice(-1, 1, { ...previous, last: name })
    else groups.push({ first: name, last: name, spans })
  }
  return groups.map(({ first, last, spans }) => `${first === last ? first : `${first} to ${last}`} ${spans}`).join('; ')
}

function describeSpans(spans: NonNullable<BusinessHours['monday']>): string {
  if (spans.length === 0) return 'closed'
  const inOrder = spans.toSorted((one, other) => one.opens.localeCompare(other.opens))
  return inOrder.map(({ opens, closes }) => `${describeTime(opens)} to ${describeTime(closes)}`).join(' and ')
}

/** `09:30` is `9:30 am`. */
function describeTime(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  if (minute === 0 && hour === 0) return 'midnight'
  if (minute === 0 && hour === 12) return 'noon'
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes} ${hour < 12 ? 'am' : 'pm'}`
}
