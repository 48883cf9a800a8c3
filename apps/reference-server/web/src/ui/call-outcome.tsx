import type { Call } from '../lib/client.ts'
import { isLive } from '../lib/patch-dashboard.ts'
import { Badge, type BadgeTone } from './badge.tsx'

const outcomes: Readonly<Record<NonNullable<Call['outcome']>, readonly [BadgeTone, string]>> = {
  answered: ['ok', 'Answered'],
  transferred: ['accent', 'Put through'],
  voicemail: ['neutral', 'Voicemail'],
  no_answer: ['warn', 'No answer'],
  busy: ['warn', 'Busy'],
  failed: ['bad', 'Failed'],
  other: ['neutral', 'Ended'],
}

export function CallOutcome({ call }: { readonly call: Call }) {
  if (isLive(call)) {
    return (
      <Badge tone="accent" sign="●">
        Live
      </Badge>
    )
  }
  const [tone, word] = outcomes[call.outcome ?? 'other']
  return <Badge tone={tone}>{word}</Badge>
}
