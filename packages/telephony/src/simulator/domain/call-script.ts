import type { WireObject } from './ledger-entry.ts'

/** Something that is said. `{{book_appointment.say}}` stands for a part of a function's answer. */
export interface ScriptTurn {
  readonly speaker: 'agent' | 'caller'
  readonly text: string
}

/** A function that the agent calls; left out when its arguments name an answer that never came. */
export interface ScriptFunction {
  readonly function: string
  readonly arguments: WireObject
}

export type ScriptStep = ScriptTurn | ScriptFunction

export interface CallAnalysis {
  readonly summary: string
  readonly sentiment: 'Negative' | 'Positive' | 'Neutral' | 'Unknown'
  readonly successful: boolean
}

export interface CallScript {
  readonly turns: readonly ScriptStep[]
  readonly analysis: CallAnalysis
  readonly endedBy: 'user_hangup' | 'agent_hangup'
}

/** A caller books a visit with an agent that has functions. The agent's first words are its own greeting. */
export function functionScript(greeting: string): CallScript {
  return {
    turns: [
      { speaker: 'agent', text: greeting },
      { speaker: 'caller', text: 'Hi, this is Dana Reyes. I would like to book a visit, as soon as you can.' },
      { function: 'check_availability', arguments: {} },
      { speaker: 'agent', text: 'Happy to help, Dana. {{check_availability.say}}' },
      { speaker: 'caller', text: 'The first one works for me.' },
      {
        function: 'book_appointment',
        arguments: { starts_at: '{{check_availability.slots.0.starts_at}}', customer_name: 'Dana Reyes' },
      },
      { speaker: 'agent', text: '{{book_appointment.say}} Is there anything else I can do for you?' },
      { speaker: 'caller', text: 'No, that is all. Thank you, goodbye.' },
      { speaker: 'agent', text: 'Thank you for calling. Goodbye.' },
    ],
    analysis: {
      summary: 'Dana Reyes called to book a visit. The agent said: {{book_appointment.say}}',
      sentiment: 'Positive',
      successful: true,
    },
    endedBy: 'user_hangup',
  }
}

/** A caller books a visit with an agent that only talks. The agent's first words are its own greeting. */
export function bookingScript(greeting: string): CallScript {
  return {
    turns: [
      { speaker: 'agent', text: greeting },
      {
        speaker: 'caller',
        text: 'Hi, this is Dana Reyes. I would like to book a visit for this week, if you have anything.',
      },
      {
        speaker: 'agent',
        text: 'Happy to help, Dana. We have Thursday at 10 in the morning or Friday at 2 in the afternoon.',
      },
      { speaker: 'caller', text: 'Thursday at 10 works for me.' },
      {
        speaker: 'agent',
        text: 'Thursday at 10 it is. May I send the confirmation by text to the number you are calling from?',
      },
      { speaker: 'caller', text: 'Yes, please.' },
      { speaker: 'agent', text: 'You are booked for Thursday at 10. Is there anything else I can do for you?' },
      { speaker: 'caller', text: 'No, that is all. Thank you, goodbye.' },
      { speaker: 'agent', text: 'Thank you for calling. Goodbye.' },
    ],
    analysis: {
      summary: 'Dana Reyes called to book a visit and took Thursday at 10 am. She agreed to a confirmation by text.',
      sentiment: 'Positive',
      successful: true,
    },
    endedBy: 'user_hangup',
  }
}
