import type { HistoryCall } from '../../calls/ports/call-history.ts'
import type { CallId } from '../../kernel/domain/ids.ts'
import type { InsightFacts } from './insight-facts.ts'
import { findNamesGiven, findPersonalData, toNameParts } from './personal-data.ts'
import { RedactedText } from './redacted-text.ts'

/** What one prompt takes, so that its cost has a bound. */
const mostCalls = 60
const mostCharacters = 60_000
const mostCharactersOfCall = 4_000

export interface RedactedTurn {
  readonly role: string
  readonly content: RedactedText
}

/** A call as the model sees it, under a name that tells nothing. */
export interface RedactedCall {
  readonly name: string
  readonly callId: CallId
  readonly direction: string
  readonly outcome: string | null
  readonly turns: readonly RedactedTurn[]
}

/** The newest calls with words, personal data replaced by placeholders that are the same throughout. */
export function redactCalls({ calls, bookings }: Pick<InsightFacts, 'calls' | 'bookings'>): readonly RedactedCall[] {
  const placeholderOf = createPlaceholders()
  const namesOf = createNameLookup(bookings)
  const redacted: RedactedCall[] = []
  let characters = 0
  for (const call of calls) {
    if (call.turns.length === 0) continue
    const turns = redactTurns(call, namesOf(call), placeholderOf)
    characters += turns.reduce((total, { content }) => total + content.text.length, 0)
    if (characters > mostCharacters || redacted.length === mostCalls) break
    const { id: callId, direction, outcome } = call
    redacted.push({ name: `call_${redacted.length + 1}`, callId, direction, outcome, turns })
  }
  return redacted
}

function redactTurns(
  { turns }: HistoryCall,
  knownNames: readonly string[],
  placeholderOf: (kind: string, value: string) => string,
): readonly RedactedTurn[] {
  const names = toNameParts([...knownNames, ...findNamesGiven(turns)])
  let left = mostCharactersOfCall
  return turns.flatMap(({ role, content }) => {
    const kept = content.slice(0, Math.max(0, left))
    left -= kept.length
    if (kept === '') return []
    return [{ role, content: new RedactedText(kept, findPersonalData(kept, names), placeholderOf) }]
  })
}

function createPlaceholders(): (kind: string, value: string) => string {
  const known = new Map<string, string>()
  const counts = new Map<string, number>()
  return (kind, value) => {
    const key = `${kind} ${value}`
    const placeholder = known.get(key)
    if (placeholder !== undefined) return placeholder
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    known.set(key, `[${kind}_${count}]`)
    return `[${kind}_${count}]`
  }
}

/** Names in the calendar under the call itself or under its number. */
function createNameLookup(bookings: InsightFacts['bookings']): (call: HistoryCall) => readonly string[] {
  const names = new Map<string, string[]>()
  for (const { callId, phone, customerName } of bookings)
    for (const key of [callId, phone]) if (key !== null) names.set(key, [...(names.get(key) ?? []), customerName])
  return ({ id, person }) => [...(names.get(id) ?? []), ...((person !== null && names.get(person)) || [])]
}
