import { type Slot, toLocalIso } from '@cloudgreet/core'

const formatters = new Map<string, Intl.DateTimeFormat>()

function format(moment: Date, options: Intl.DateTimeFormatOptions & { readonly timeZone: string }): string {
  const key = JSON.stringify(options)
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat('en-US', options)
  formatters.set(key, formatter)
  return formatter.format(moment)
}

/** `Thursday, January 15`. */
export function sayDay(moment: Date, timeZone: string): string {
  return format(moment, { timeZone, weekday: 'long', month: 'long', day: 'numeric' })
}

/** `10 AM`, `10:30 AM`. */
export function sayTimeOfDay(moment: Date, timeZone: string): string {
  return format(moment, { timeZone, hour: 'numeric', minute: '2-digit' }).replace(':00', '').replaceAll('\u202F', ' ')
}

/** `Thursday, January 15 at 10 AM`. */
export function sayMoment(moment: Date, timeZone: string): string {
  return `${sayDay(moment, timeZone)} at ${sayTimeOfDay(moment, timeZone)}`
}

/** `one`, `one or two`, `one, two or three`. */
export function sayChoice(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`
}

/** A time as the model hands it back, and as it says it. */
export function toOffer({ startsAt }: Pick<Slot, 'startsAt'>, timeZone: string) {
  return { starts_at: toLocalIso(startsAt, timeZone), words: sayMoment(startsAt, timeZone) }
}
