import type { ThreadConsent } from './client.ts'
import { formatDateTime } from './format-time.ts'

const deciders: ReadonlyMap<string, string> = new Map([
  ['stop', 'They texted STOP'],
  ['start', 'They texted START'],
  ['consent_granted', 'They agreed'],
  ['consent_revoked', 'They withdrew their consent'],
  ['staff_opt_out', 'Your staff noted it'],
  ['import_opt_out', 'It came with an imported list'],
  ['complaint', 'They complained'],
  ['provider_blocked', 'The provider blocks texts to them'],
  ['review_closed', 'A message of theirs was reviewed'],
])

/** What decided, and when: `They texted STOP, Nov 22, 10:00 AM`. */
export function describeDecision({ decidedBy, decidedAt }: ThreadConsent, timeZone: string): string {
  if (decidedBy === null) return 'They have not said yet whether they want texts.'
  const cause = deciders.get(decidedBy) ?? `On record: ${decidedBy.replaceAll('_', ' ')}`
  return decidedAt === null ? `${cause}.` : `${cause}, ${formatDateTime(decidedAt, timeZone)}.`
}

const refusals: ReadonlyMap<string, string> = new Map([
  ['opted_out', 'This person opted out of texts. They can opt in again by texting START to your number.'],
  ['provider_blocked', 'The provider blocks texts to this person. They can lift that by texting START to your number.'],
  ['no_recent_inbound', 'They have not texted you in the last 72 hours, so this would be no reply. Call instead.'],
  ['review_pending', 'A message of theirs may mean that they want no more texts. Texts wait until it was reviewed.'],
])

/** Why no reply may be sent now, strongest reason first; undefined when one may. */
export function describeRefusal({ replyRefusals: [code] }: ThreadConsent): string | undefined {
  if (code === undefined) return undefined
  return refusals.get(code) ?? `This person may not be texted: ${code.replaceAll('_', ' ')}.`
}
