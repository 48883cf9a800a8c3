import type { BusinessId, Channel, Purpose } from '@cloudgreet/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import vectors from '../../__fixtures__/consent-vectors.json' with { type: 'json' }
import { decideContact } from '../contact/decide-contact.ts'
import type { ConsentEvent } from './consent-event.ts'
import { foldConsent } from './fold-consent.ts'

type VectorEvent = {
  t: number
  type: string
  channel: string
  id?: string
  kind?: string
  business?: string
  received?: number
  scope?: string[]
  evidence?: unknown
  consentAt?: number
  disconnectedAt?: number
  verdict?: string
  code?: string
}
type Sequence = {
  id: string
  name: string
  why: string
  events: VectorEvent[]
  expectState: string
  maySend: boolean
  check: { channel: string; purpose: string; business?: string; at?: number }
}
const sequences: readonly Sequence[] = vectors.sequences

const atSecond = (second: number): Date => new Date(second * 1_000)

function toEvent({ t, business = 'own', received, consentAt, disconnectedAt, ...event }: VectorEvent): ConsentEvent {
  return {
    ...event,
    businessId: business,
    occurredAt: atSecond(t),
    ...(received !== undefined && { receivedAt: atSecond(received) }),
    ...(consentAt !== undefined && { consentAt: atSecond(consentAt) }),
    ...(disconnectedAt !== undefined && { disconnectedAt: atSecond(disconnectedAt) }),
  } as ConsentEvent
}

function ask(
  events: readonly ConsentEvent[],
  question: { channel: Channel; purpose: Purpose; at: Date; businessId?: string },
) {
  const consent = foldConsent(events, { businessId: 'own', ...question })
  const decision = decideContact({ ...question, businessId: 'own' as BusinessId, consent, to: '+13125550142' })
  return { consent, decision }
}

describe('the labelled sequences', () => {
  it('are 30', () => expect(sequences).toHaveLength(30))

  it.each(sequences)('$id $name: $why', ({ events, check, expectState, maySend }) => {
    const { consent, decision } = ask(events.map(toEvent), {
      channel: check.channel as Channel,
      purpose: (check.purpose === 'reminders' ? 'appointment_reminder' : check.purpose) as Purpose,
      at: atSecond(check.at ?? Math.max(0, ...events.map(({ t }) => t))),
      ...(check.business !== undefined && { businessId: check.business }),
    })
    expect({ state: consent.state, maySend: decision.allowed }).toEqual({ state: expectState, maySend })
  })
})

const hour = 3_600
const cases: readonly [string, VectorEvent[], Channel, Purpose, number, string, boolean][] = [
  [
    'YES while pending is a written consent',
    [sms(0, 'double_opt_in_requested'), sms(9, 'yes')],
    'sms',
    'marketing',
    10,
    'opted_in',
    true,
  ],
  ['YES that nobody asked for changes nothing', [sms(9, 'yes')], 'sms', 'marketing', 10, 'unknown', false],
  [
    'a pending question lapses after 72 hours',
    [sms(0, 'double_opt_in_requested'), sms(72 * hour, 'yes')],
    'sms',
    'marketing',
    73 * hour,
    'unknown',
    false,
  ],
  [
    'no double opt-in is asked of an opted-out person',
    [sms(0, 'stop'), sms(1, 'double_opt_in_requested'), sms(2, 'yes')],
    'sms',
    'marketing',
    3,
    'opted_out',
    false,
  ],
  ['START of a stranger covers information only', [sms(0, 'start')], 'sms', 'marketing', 1, 'opted_in', false],
  ['START of a stranger allows a transactional text', [sms(0, 'start')], 'sms', 'transactional', 1, 'opted_in', true],
  [
    'staff cannot opt in a person who stopped',
    [sms(0, 'stop'), sms(1, 'staff_opt_in')],
    'sms',
    'transactional',
    2,
    'opted_out',
    false,
  ],
  [
    'an implied consent does not lift a STOP',
    [sms(0, 'stop'), { ...sms(1, 'consent_granted'), kind: 'implied' }],
    'sms',
    'transactional',
    2,
    'opted_out',
    false,
  ],
  ['a written consent after a STOP lifts it', [sms(0, 'stop'), written(1)], 'sms', 'marketing', 2, 'opted_in', true],
  [
    'a consent that says it has no evidence lifts nothing',
    [sms(0, 'stop'), { ...written(1), evidence: false }],
    'sms',
    'marketing',
    2,
    'opted_out',
    false,
  ],
  ['an import without evidence is rejected', [sms(1, 'import_consent')], 'sms', 'transactional', 2, 'unknown', false],
  ['a text under review may be answered', [sms(1, 'review_opened')], 'sms', 'conversational_reply', 2, 'unknown', true],
  ['a review pauses marketing', [written(0), sms(1, 'review_opened')], 'sms', 'marketing', 2, 'opted_in', false],
  [
    'a review leaves transactional texts alone',
    [written(0), sms(1, 'review_opened')],
    'sms',
    'transactional',
    2,
    'opted_in',
    true,
  ],
  [
    'a review closed as stop revokes',
    [written(0), sms(1, 'review_opened'), { ...sms(2, 'review_closed'), verdict: 'stop' }],
    'sms',
    'marketing',
    3,
    'opted_out',
    false,
  ],
  [
    'START clears the provider block',
    [written(0), sms(1, 'provider_blocked'), sms(2, 'start')],
    'sms',
    'marketing',
    3,
    'opted_in',
    true,
  ],
  ['an erasure drops the grants', [written(0), sms(1, 'erasure_request')], 'sms', 'marketing', 2, 'unknown', false],
  [
    'a clarification restores what it names',
    [written(0), sms(1, 'stop'), { ...sms(2, 'clarify'), scope: ['reminders'] }],
    'sms',
    'appointment_reminder',
    3,
    'opted_in',
    true,
  ],
  [
    'a clarification restores nothing else',
    [written(0), sms(1, 'stop'), { ...sms(2, 'clarify'), scope: ['reminders'] }],
    'sms',
    'marketing',
    3,
    'opted_in',
    false,
  ],
  [
    'a STOP for every channel reaches email',
    [{ ...sms(0, 'consent_granted'), channel: 'email' }, { ...sms(1, 'stop'), scope: 'all' } as unknown as VectorEvent],
    'email',
    'marketing',
    2,
    'opted_out',
    false,
  ],
  [
    'transactional mail stands outside the opt-out',
    [{ ...sms(0, 'complaint'), channel: 'email' }],
    'email',
    'transactional',
    1,
    'opted_out',
    true,
  ],
  [
    'an event after the question is not known yet',
    [written(0), sms(9, 'stop')],
    'sms',
    'marketing',
    5,
    'opted_in',
    true,
  ],
  [
    'a START cannot claim to be later than its receipt',
    [written(0), { ...sms(9, 'start'), received: 2 }, sms(3, 'stop')],
    'sms',
    'marketing',
    20,
    'opted_out',
    false,
  ],
  [
    'a redelivered START counts from its first delivery',
    [written(0), { ...sms(1, 'start'), id: 'm1' }, sms(2, 'stop'), { ...sms(3, 'start'), id: 'm1' }],
    'sms',
    'marketing',
    4,
    'opted_out',
    false,
  ],
  [
    'a second STOP needs no second confirmation',
    [sms(0, 'stop'), sms(1, 'sent_optout_confirmation'), sms(2, 'stop')],
    'sms',
    'optout_confirmation',
    3,
    'opted_out',
    false,
  ],
  [
    'a STOP after a START is confirmed again',
    [sms(0, 'stop'), sms(1, 'sent_optout_confirmation'), sms(2, 'start'), sms(3, 'stop')],
    'sms',
    'optout_confirmation',
    4,
    'opted_out',
    true,
  ],
  [
    'an imported opt-out is not confirmed',
    [sms(0, 'import_opt_out')],
    'sms',
    'optout_confirmation',
    1,
    'opted_out',
    false,
  ],
  [
    'a conversation ends with the opt-out',
    [sms(0, 'inbound_message'), sms(1, 'stop')],
    'sms',
    'conversational_reply',
    2,
    'opted_out',
    false,
  ],
]

describe('further sequences', () => {
  it.each(cases)('%s', (_name, events, channel, purpose, at, state, maySend) => {
    const { consent, decision } = ask(events.map(toEvent), { channel, purpose, at: atSecond(at) })
    expect({ state: consent.state, maySend: decision.allowed }).toEqual({ state, maySend })
  })
})

const channel = fc.constantFrom<Channel>('sms', 'voice', 'email')
const eventTypes = [
  'inbound_message',
  'consent_granted',
  'double_opt_in_requested',
  'yes',
  'start',
  'stop',
  'help',
  'import_consent',
  'import_opt_out',
  'staff_opt_in',
  'staff_opt_out',
  'provider_blocked',
  'complaint',
  'review_opened',
  'review_closed',
  'clarify',
  'number_reassigned',
  'erasure_request',
  'sent_optout_confirmation',
  'clock',
  'something_new',
]
const event: fc.Arbitrary<ConsentEvent> = fc.record(
  {
    type: fc.constantFrom(...eventTypes),
    channel,
    occurredAt: fc.integer({ min: 0, max: 9 }).map(atSecond),
    kind: fc.constantFrom('written', 'oral', 'implied'),
    evidence: fc.boolean(),
    consentAt: fc.integer({ min: 0, max: 9 }).map(atSecond),
    disconnectedAt: fc.integer({ min: 0, max: 9 }).map(atSecond),
    scope: fc.constantFrom<'all' | readonly string[]>('all', ['marketing'], ['reminders', 'transactional']),
    verdict: fc.constantFrom('stop', 'none'),
  },
  { requiredKeys: ['type', 'channel', 'occurredAt'] },
)
const withIds = fc
  .array(event, { maxLength: 12 })
  .map((events) => events.map((each, index) => ({ ...each, id: `e${index}` })))
const end = atSecond(20)

describe('any sequence', () => {
  it('folds to the same, whatever the order of arrival and however often it is delivered', () => {
    fc.assert(
      fc.property(
        withIds.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })),
        ),
        channel,
        ([events, delivered], asked) => {
          const question = { at: end, channel: asked }
          expect(foldConsent(delivered, question)).toEqual(foldConsent(events, question))
        },
      ),
    )
  })

  it.each(['start', 'consent_granted', 'yes', 'import_consent', 'clarify', 'staff_opt_in'])(
    'ends opted out when a STOP comes at the same time as %s',
    (type) => {
      fc.assert(
        fc.property(withIds, (events) => {
          const tie = {
            channel: 'sms',
            occurredAt: atSecond(10),
            kind: 'written',
            evidence: true,
            scope: ['marketing'],
          } as const
          const stop = { type: 'stop', channel: 'sms', occurredAt: atSecond(10) } as const
          expect(
            ask([stop, ...events, { ...tie, type }], { channel: 'sms', purpose: 'marketing', at: end }).consent.state,
          ).toBe('opted_out')
        }),
      )
    },
  )

  it('sends no marketing after a STOP that no act of the person revoked', () => {
    const lifting = new Set(['start', 'consent_granted', 'import_consent', 'clarify'])
    fc.assert(
      fc.property(withIds, withIds, channel, (before, after, asked) => {
        const stop = { type: 'stop', channel: asked, occurredAt: atSecond(10) } as const
        const later = after
          .filter(({ type }) => !lifting.has(type))
          .map((each) => ({
            ...each,
            id: `later-${each.id}`,
            occurredAt: atSecond(11 + each.occurredAt.getTime() / 2_000),
          }))
        const { decision } = ask([...later, stop, ...before], { channel: asked, purpose: 'marketing', at: end })
        expect(decision.allowed).toBe(false)
      }),
    )
  })
})

function sms(t: number, type: string): VectorEvent {
  return { t, type, channel: 'sms' }
}

function written(t: number): VectorEvent {
  return { ...sms(t, 'consent_granted'), kind: 'written' }
}
