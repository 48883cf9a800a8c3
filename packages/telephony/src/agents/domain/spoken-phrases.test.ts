import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { checkAgentConfig, checkTranscript, escalationPhrases } from './spoken-phrases.ts'

const [connect, callBack] = escalationPhrases
const prompt = `When asked for a person, say "${connect}".`

const disclosures = ['ai_disclosure_missing', 'recording_disclosure_missing'] as const

describe('checkAgentConfig', () => {
  it.each([
    ['Hello, I am an AI assistant, and this call is recorded.', []],
    ['You have reached the A.I. receptionist of Example Dental. The call may be recorded.', []],
    ['Hello, this is the AI assistant.', ['recording_disclosure_missing']],
    ['Hello! This call is recorded.', ['ai_disclosure_missing']],
    ['Hello, I am not an AI assistant. This call is not recorded.', disclosures],
    ['Thank you for calling AI Plumbing, where we keep records.', disclosures],
    ['  ', ['greeting_missing', ...disclosures]],
  ])('finds in the greeting %j what it lacks', (greeting, missing) => {
    expect(checkAgentConfig({ greeting, prompt })).toEqual(missing)
  })

  it('wants a phrase for callers who need a person', () => {
    const greeting = 'I am an AI assistant, and this call is recorded.'
    expect(checkAgentConfig({ greeting, prompt: 'Be kind.' })).toEqual(['escalation_phrase_missing'])
    expect(checkAgentConfig({ greeting, prompt: `Say: ${callBack}` })).toEqual([])
  })
})

describe('checkTranscript', () => {
  it('takes only what the agent said before the caller as its greeting', () => {
    const late = [
      { role: 'user' as const, content: 'Hello?' },
      { role: 'agent' as const, content: `I am an AI assistant, and this call is recorded. ${connect}` },
    ]
    expect(checkTranscript(late)).toEqual(['greeting_missing', ...disclosures])
  })

  it('hears phrases whatever their spelling, and from the agent alone', () => {
    const opening = { role: 'agent' as const, content: 'i am an ai assistant and this call is recorded' }
    const spoken = connect.toUpperCase().replace('.', ' !')
    expect(checkTranscript([opening, { role: 'agent', content: spoken }])).toEqual([])
    expect(checkTranscript([opening, { role: 'user', content: spoken }])).toEqual(['escalation_phrase_missing'])
  })

  it('agrees with the check of the configuration that was spoken', () => {
    const parts = ['I am an AI assistant.', 'This call is recorded.', 'Good day!', 'Not a robot.']
    const greetings = fc.subarray(parts).chain((some) => fc.shuffledSubarray(some, { minLength: some.length }))
    fc.assert(
      fc.property(greetings, fc.constantFrom(connect, callBack, 'Goodbye.'), (words, ending) => {
        const greeting = words.join(' ')
        const turns = [
          { role: 'agent' as const, content: greeting },
          { role: 'user' as const, content: 'May I speak to a person?' },
          { role: 'agent' as const, content: ending },
        ]
        expect(checkTranscript(turns)).toEqual(checkAgentConfig({ greeting, prompt: `Say "${ending}"` }))
      }),
    )
  })
})
