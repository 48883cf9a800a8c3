import type { ThreadConsent } from '../lib/client.ts'
import { Badge, type BadgeTone } from './badge.tsx'

const states: Readonly<Record<ThreadConsent['state'], readonly [BadgeTone, string, string]>> = {
  opted_in: ['ok', '✓', 'Texts: yes'],
  opted_out: ['bad', '✕', 'Texts: stopped'],
  provider_block: ['bad', '✕', 'Texts: blocked'],
  unknown: ['neutral', '?', 'Texts: not asked'],
}

/** Whether a person wants texts. */
export function ConsentBadge({ consent }: { readonly consent: ThreadConsent }) {
  const [tone, sign, words] = states[consent.state]
  return (
    <Badge tone={tone} sign={sign}>
      {words}
    </Badge>
  )
}
