import type { Call, CallDetail } from './client.ts'
import { formatPhone } from './format-phone.ts'

type Outcome = NonNullable<Call['outcome']>
type Transfer = NonNullable<Call['transfer']>

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  answered: 'Answered',
  transferred: 'Put through',
  voicemail: 'Voicemail',
  no_answer: 'No answer',
  busy: 'Busy',
  failed: 'Failed',
  other: 'Ended',
}

const transferWords: Readonly<Record<Transfer['state'], string>> = {
  requested: 'asked for',
  started: 'ringing',
  cancelled: 'given up',
  bridged: 'connected',
  ended: 'connected, now over',
}

/** `(312) 555-0142: connected`, and whether the assistant stayed on the line until then. */
export function describeTransfer({ destination, state, kind }: Transfer): string {
  const how = kind === 'warm' ? ', with an introduction' : ''
  const where = destination?.startsWith('+') === true ? formatPhone(destination) : destination
  return where === null ? `${transferWords[state]}${how}` : `${where}: ${transferWords[state]}${how}`
}

const recordingWords: Readonly<Record<CallDetail['recording']['state'], string>> = {
  available: 'Ready to be played.',
  expired: 'It was kept for a limited time, which is over.',
  not_stored: 'None was kept of this call.',
  pending: 'Not there yet. It appears here by itself, usually a minute after the call.',
}

export function describeRecording({ state }: CallDetail['recording']): string {
  return recordingWords[state]
}

const failoverWords: ReadonlyMap<string, string> = new Map([
  ['agent_paused', 'The assistant was paused.'],
  ['no_agent', 'This line has no assistant.'],
  ['agent_not_registered', 'The assistant could not be asked to take the call.'],
  ['agent_unreachable', 'The assistant could not be reached.'],
  ['agent_busy', 'The assistant was busy with other calls.'],
  ['agent_no_answer', 'The assistant did not pick up.'],
  ['agent_timeout', 'The assistant took too long to pick up.'],
])

/** Why the assistant did not take the call; a reason that has no words here stands for itself. */
export function describeFailover(reason: string): string {
  return failoverWords.get(reason) ?? reason
}
