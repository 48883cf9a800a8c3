export interface ScriptTurn {
  readonly speaker: 'agent' | 'caller'
  readonly text: string
}

export interface CallScript {
  readonly turns: readonly ScriptTurn[]
  readonly analysis: {
    readonly summary: string
    readonly sentiment: 'Negative' | 'Positive' | 'Neutral' | 'Unknown'
    readonly successful: boolean
  }
  readonly endedBy: 'user_hangup' | 'agent_hangup'
}

/** A caller books a visit. The agent's first words are its own greeting. */
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
