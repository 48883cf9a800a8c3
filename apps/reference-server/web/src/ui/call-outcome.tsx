import { outcomeWords } from '../lib/call-words.ts'
import type { Call } from '../lib/client.ts'
import { isLive } from '../lib/patch-dashboard.ts'
import { Badge, type BadgeTone } from './badge.tsx'

const tones: Readonly<Record<NonNullable<Call['outcome']>, BadgeTone>> = {
  answered: 'ok',
  transferred: 'accent',
  voicemail: 'neutral',
  no_answer: 'warn',
  busy: 'warn',
  failed: 'bad',
  other: 'neutral',
}

export function CallOutcome({ call }: { readonly call: Call }) {
  if (isLive(call)) {
    return (
      <Badge tone="accent" sign="●">
        Live
      </Badge>
    )
  }
  const outcome = call.outcome ?? 'other'
  return <Badge tone={tones[outcome]}>{outcomeWords[outcome]}</Badge>
}
