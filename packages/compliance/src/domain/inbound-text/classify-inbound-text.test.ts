import { describe, expect, it } from 'vitest'

import vectors from '../../__fixtures__/consent-vectors.json' with { type: 'json' }
import { classifyInboundText } from './classify-inbound-text.ts'
import { longestExaminedText } from './normalise-text.ts'

type Vector = { text: string; expect: string; why: string; id: string; scope?: string; context?: { state: string } }
const messages: readonly Vector[] = vectors.messages

function classify({ context }: Pick<Vector, 'context'>, text: string) {
  return classifyInboundText(text, { pendingOptIn: context?.state === 'pending' })
}

const mutations: Readonly<Record<string, (text: string) => string>> = {
  'as sent': (text) => text,
  'in lower case': (text) => text.toLowerCase(),
  'in upper case': (text) => text.toUpperCase(),
  'between blanks': (text) => `  \n${text} \t `,
  'with an emoji behind': (text) => `${text} 🙂`,
  'with marks behind': (text) => `${text}!!`,
}

describe('the labelled texts', () => {
  it('are 120', () => expect(messages).toHaveLength(120))

  for (const [name, mutate] of Object.entries(mutations))
    it.each(messages)(`${name}: $id $expect ($why)`, (vector) => {
      const { intent, scope, rule } = classify(vector, mutate(vector.text))
      expect({ intent, rule }).toEqual({
        intent: vector.expect,
        rule: expect.stringMatching(new RegExp(`^${intent}\\.\\w+$`)),
      })
      expect(scope).toBe(vector.scope ?? scope)
    })
})

const bookingTalk: readonly string[] = [
  'You never contacted me back about the quote',
  "Don't bother, I'll come by tomorrow",
  'No bother at all',
  'Did I drop my phone at your place?',
  'Can you get me a list of prices',
  'Get me the contact info please',
  "I don't have permission to open the panel",
  "The AC won't stop getting so hot",
  "My phone won't stop ringing",
  'Me llamo Ana, no me llamo Juan',
  'No me llamaste ayer',
  'La presión sigue baja',
  'alot',
  'Did you lose my number?',
  'no contact delivery please',
  'Please stop messing with the thermostat',
  'Cancel the old quote and send a new one',
  'Can you stop the leak today?',
  'remove my old furnace',
  'We end at 5 on Fridays',
  'I will text you when I leave',
]

describe('talk about bookings and work', () => {
  it.each(bookingTalk)('%j is no stop', (text) => expect(classifyInboundText(text).intent).not.toBe('stop'))
})

const more: readonly [string, string][] = [
  ['s t o p', 'stop'],
  ['S-T-O-P please', 'stop'],
  ['ST0P', 'stop'],
  ['🆂🆃🅾🅿', 'stop'],
  ['stooooop', 'stop'],
  ['ꜱᴛᴏᴘ', 'stop'],
  ['opt me out', 'stop'],
  ['Opt out', 'stop'],
  ['STOPALL', 'stop'],
  ['dtop', 'stop'],
  ['unsubscirbe', 'stop'],
  ['cancle', 'stop'],
  ['lose my number', 'stop'],
  ['do not contact me again', 'stop'],
  ['I withdraw my consent', 'stop'],
  ['delete my number please', 'stop'],
  ['Wrong person, stop', 'stop'],
  ['Not interested. STOP.', 'stop'],
  ['stop calling me', 'stop'],
  ['please stop these messages', 'stop'],
  ["I don't want any more texts from you", 'stop'],
  ['baja', 'stop'],
  ['alto', 'stop'],
  ['no me escriban más', 'stop'],
  ['arrêtez de m’écrire', 'stop'],
  ['pare de me mandar mensagens', 'stop'],
  ['Do not. Stop.', 'stop'],
  ['stop help', 'stop'],
  ['I told you to stop', 'stop'],
  ['why don’t you stop texting me', 'stop'],
  ['take me off this list now', 'stop'],
  ['Remove me', 'stop'],
  ['STOP 2 END', 'stop'],
  ['quero parar de receber mensagens', 'stop'],
  ['stop emailing and texting me', 'stop'],
  ['stop2end', 'stop'],
  ['STOP4EVER', 'stop'],
  ['stop123', 'stop'],
  ['Stopit!', 'stop'],
  ['plsstop', 'stop'],
  ['removeme', 'stop'],
  ['stoptexting me', 'stop'],
  ['STOPCALLING', 'stop'],
  ['donttextme', 'stop'],
  ['dontcontactme', 'stop'],
  ['omg stop', 'stop'],
  ['stop with the texts', 'stop'],
  ['take me of your list', 'stop'],
  ['make it stop', 'review'],
  ["don't stoptexting me", 'none'],
  ['meet me at bus stop12', 'none'],
  ['stopwatch', 'none'],
  ['stopover', 'none'],
  ['cancel2pm', 'none'],
  ['no more promos', 'review'],
  ['resume', 'review'],
  ['I want to cancel', 'review'],
  ['wrong number', 'review'],
  ['go away', 'review'],
  ["don't text me until Monday", 'review'],
  ["please don't call me, text instead", 'review'],
  ["Don't call me", 'stop'],
  ['never contact me again', 'stop'],
  ['You do not have my consent', 'stop'],
  ['unsubscribed', 'stop'],
  ['cancelled', 'review'],
  ['stop the promos', 'review'],
  ['sign me up again', 'review'],
  ["I don't want to unsubscribe", 'none'],
  ['cancel my 3pm', 'none'],
  ['Why don’t you call me?', 'none'],
  ['end of the week', 'none'],
  ['Where is the bus stop', 'none'],
  ['the leak will not stop', 'none'],
  ['shop', 'none'],
  ['I will stop in later', 'none'],
  ['Please cancel the appointment on Friday', 'none'],
  ['We quit using that brand', 'none'],
  ['yes', 'none'],
  ['start please', 'none'],
  ['help me', 'help'],
  ['info please', 'help'],
  ['Questioned “Reply STOP to opt out”', 'none'],
  ['Removed a like from “Reply STOP to end”', 'none'],
  ['Reacted 🛑 to “Reply STOP to end”', 'none'],
  ['Can you come at 5? Don’t forget to call me', 'none'],
  ['My dishwasher stopped working', 'none'],
  ['Can I move my appointment to the end of the month', 'none'],
  ['no', 'none'],
  ['ok thanks', 'none'],
  ['', 'none'],
]

describe('further texts', () => {
  it.each(more)('%j is %s', (text, intent) => expect(classifyInboundText(text).intent).toBe(intent))
})

describe('hostile texts', () => {
  const size = 100_000
  it.each([
    ['one letter', 'a'.repeat(size)],
    ['blanks', ' '.repeat(size)],
    ['keywords', 'stop '.repeat(size / 5)],
    ['negations', 'do not '.repeat(size / 7)],
    ['marks', '\u0301'.repeat(size)],
    ['expanding letters', '\uFDFA'.repeat(size)],
    ['quotes', 'Liked “'.repeat(size / 7)],
    ['quoted lines', '>\n'.repeat(size / 2)],
    ['single letters', 'a '.repeat(size / 2)],
    ['lone surrogates', '\uD800'.repeat(size)],
  ])('of 100 kB (%s) are answered', (_name, text) => {
    expect(classifyInboundText(text).rule).toMatch(/\w+\.\w+/)
  })

  it('are read up to the limit and no further', () => {
    const filler = 'la '.repeat(longestExaminedText)
    expect(classifyInboundText(`stop texting me. ${filler}`).intent).toBe('stop')
    expect(classifyInboundText(`${filler} stop texting me`).rule).toBe('none.no_signal')
  })
})
