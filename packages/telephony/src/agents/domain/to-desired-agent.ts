import type { AgentFunction, AgentSettings, AgentWebhook, DesiredAgent } from '@cloudgreet/core'
import type { BookingRules } from '@cloudgreet/core/contract'

import { describeHours } from './describe-hours.ts'
import { aiDisclosure, checkFirstWords, disclosure, escalationPhrases, recordingDisclosure } from './spoken-phrases.ts'

/** What is the same for the agents of all businesses. */
export interface AgentSetup {
  readonly functions: readonly AgentFunction[]
  readonly functionsUrl: string
  readonly webhook: AgentWebhook
  /** Id of a voice at the vendor. */
  readonly voice: string
}

/** What the agent of a business is to be: its owner's settings, and what the law and the house demand. */
export function toDesiredAgent(settings: AgentSettings, setup: AgentSetup): DesiredAgent {
  const { businessId, businessName, timeZone } = settings
  return {
    businessId,
    businessName,
    greeting: toGreeting(settings),
    prompt: toPrompt(settings),
    timeZone,
    ...setup,
  }
}

/** The owner's words, or ours. Whatever the owner wrote, callers hear that an AI speaks and that they are recorded. */
export function toGreeting({ greeting, businessName }: Pick<AgentSettings, 'greeting' | 'businessName'>): string {
  const own = greeting?.trim() ?? ''
  if (own === '') return `Thank you for calling ${businessName}. ${disclosure} How can I help you?`
  const missing = checkFirstWords(own)
  const [needsAi, needsRecording] = [
    missing.includes('ai_disclosure_missing'),
    missing.includes('recording_disclosure_missing'),
  ]
  if (needsAi && needsRecording) return `${disclosure} ${own}`
  if (needsAi) return `${aiDisclosure} ${own}`
  return needsRecording ? `${recordingDisclosure} ${own}` : own
}

function toPrompt(settings: AgentSettings): string {
  const { businessName, industry, services, hours, timeZone } = settings
  const trade = industry === null ? '' : `, a business in ${oneLine(industry)}`
  return [
    `You answer the telephone for ${oneLine(businessName)}${trade}. Be brief and friendly, and ask one thing at a time.`,
    'Find out who calls and why; book an appointment or take a message. Never invent prices, times or promises.',
    'You are an AI assistant. If anybody asks, say so; never claim to be a person.',
    'The call is recorded. To a caller who does not want that, offer a call back and end the call politely.',
    'Never ask for the number of a payment card or for a password.',
    services.length === 0
      ? 'You have no list of services: take a message about what is wanted.'
      : `Services: ${services.map(oneLine).join(', ')}. For anything else take a message.`,
    hours === null
      ? 'You do not know the opening hours: do not name any.'
      : `Opening hours (${timeZone}): ${describeHours(hours)}.`,
    ...describeBookingRules(settings.bookingRules ?? {}),
    describeEscalation(settings),
  ].join('\n')
}

function describeBookingRules({ durationMinutes, noticeMinutes, horizonDays }: BookingRules): readonly string[] {
  return [
    ...(durationMinutes === undefined ? [] : [`An appointment takes ${durationMinutes} minutes.`]),
    ...(noticeMinutes === undefined || noticeMinutes === 0
      ? []
      : [`Book nothing that begins in less than ${noticeMinutes} minutes.`]),
    ...(horizonDays === undefined ? [] : [`Book nothing more than ${horizonDays} days ahead.`]),
  ]
}

function describeEscalation({ hasForwardNumber }: AgentSettings): string {
  const [connect, callBack] = escalationPhrases
  const when = 'When the caller asks for a person, is in distress, or needs what you cannot do, say'
  return hasForwardNumber
    ? `${when} "${connect}" and transfer the call.`
    : `${when} "${callBack}" and take the name, the number and the matter.`
}

/** An owner's line break must not begin a new instruction. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
