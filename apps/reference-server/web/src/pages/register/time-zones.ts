/** Zones of the United States by the names that people know, then all others. */
const american = [
  ['America/New_York', 'Eastern (New York)'],
  ['America/Chicago', 'Central (Chicago)'],
  ['America/Denver', 'Mountain (Denver)'],
  ['America/Phoenix', 'Arizona (Phoenix)'],
  ['America/Los_Angeles', 'Pacific (Los Angeles)'],
  ['America/Anchorage', 'Alaska (Anchorage)'],
  ['Pacific/Honolulu', 'Hawaii (Honolulu)'],
] as const

export type TimeZoneChoice = { readonly name: string; readonly label: string }

/** The machine's own zone. */
export function guessTimeZone(): string {
  return new Intl.DateTimeFormat('en-US').resolvedOptions().timeZone
}

/** The guess is always among them. */
export function timeZoneChoices(guess: string): readonly TimeZoneChoice[] {
  const known = american.map(([name, label]) => ({ name, label }))
  const names = new Set<string>(american.map(([name]) => name))
  const others = new Set([guess, ...Intl.supportedValuesOf('timeZone')])
  return [
    ...known,
    ...[...others].filter((name) => !names.has(name)).map((name) => ({ name, label: name.replaceAll('_', ' ') })),
  ]
}
