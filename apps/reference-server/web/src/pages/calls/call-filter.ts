import { outcomeWords } from '../../lib/call-words.ts'
import type { Call, CallChoice } from '../../lib/client.ts'
import { endOfDate, startOfDate } from '../../lib/zone-date.ts'

type Outcome = NonNullable<Call['outcome']>

/** Names of the filter's fields, in the page's address and in its form. */
export const filterNames = ['outcome', 'direction', 'connected', 'from', 'to'] as const

/** What the page's address asks for. A value that means nothing is left out, and dates are the business's days. */
export function toCallChoice(search: URLSearchParams, timeZone: string): CallChoice {
  const outcome = search.get('outcome') ?? ''
  const direction = search.get('direction')
  const connected = search.get('connected')
  const from = startOfDate(search.get('from') ?? '', timeZone)?.toISOString()
  const to = endOfDate(search.get('to') ?? '', timeZone)?.toISOString()
  return {
    ...(isOutcome(outcome) && { outcome }),
    ...((direction === 'inbound' || direction === 'outbound') && { direction }),
    ...((connected === 'true' || connected === 'false') && { connected: connected === 'true' }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}

function isOutcome(word: string): word is Outcome {
  return Object.hasOwn(outcomeWords, word)
}
