import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { buildAgentSettings, buildDesiredAgent } from '../testkit/desired-agent-builder.ts'
import { checkAgentConfig, escalationPhrases } from './spoken-phrases.ts'
import { toGreeting } from './to-desired-agent.ts'

const [connect, callBack] = escalationPhrases

describe('toDesiredAgent', () => {
  it('tells callers of the AI and of the recording, whatever the owner wrote', () => {
    const words = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('Not recorded!', 'We are no AI assistant'))
    fc.assert(
      fc.property(words, fc.string({ minLength: 1 }), fc.boolean(), (greeting, businessName, hasForwardNumber) => {
        expect(checkAgentConfig(buildDesiredAgent({ greeting, businessName, hasForwardNumber }))).toEqual([])
      }),
    )
  })

  it.each([
    [
      null,
      'Thank you for calling Example Dental. I am an AI assistant, and this call is recorded. How can I help you?',
    ],
    ['Good day!', 'I am an AI assistant, and this call is recorded. Good day!'],
    ['Our AI assistant answers.', 'This call is recorded. Our AI assistant answers.'],
    ['This call is recorded.', 'I am an AI assistant. This call is recorded.'],
    ['I am an AI assistant and this call is recorded.', 'I am an AI assistant and this call is recorded.'],
  ])('makes of the owner’s %j the greeting %j', (greeting, spoken) => {
    expect(toGreeting({ greeting, businessName: 'Example Dental' })).toBe(spoken)
  })

  it('says the settings in the prompt', () => {
    const { prompt } = buildDesiredAgent({
      industry: 'dentistry',
      services: ['Check-up', 'Teeth\nwhitening'],
      hours: { monday: [{ opens: '09:00', closes: '17:00' }] },
      bookingRules: { durationMinutes: 30, noticeMinutes: 120, horizonDays: 60 },
      hasForwardNumber: true,
    })
    expect(prompt).toContain('Example Dental, a business in dentistry.')
    expect(prompt).toContain('Services: Check-up, Teeth whitening.')
    expect(prompt).toContain('Opening hours (America/New_York): Monday 9 am to 5 pm; Tuesday to Sunday closed.')
    expect(prompt).toContain('An appointment takes 30 minutes.')
    expect(prompt).toContain('less than 120 minutes')
    expect(prompt).toContain('60 days ahead')
    expect(prompt).toContain(`say "${connect}" and transfer the call`)
  })

  it('invents nothing where a setting is missing, and promises a call back', () => {
    const { prompt } = buildDesiredAgent()
    expect(prompt).toContain('do not name any')
    expect(prompt).not.toContain('An appointment takes')
    expect(prompt).toContain(callBack)
  })

  it('is equal for equal settings', () => {
    expect(buildDesiredAgent(buildAgentSettings())).toEqual(buildDesiredAgent(structuredClone(buildAgentSettings())))
  })
})
