import { SimulatorControl } from '@cloudgreet/telephony/simulator'
import { describe, expect, it } from 'vitest'

import { eventually, getJson, postJson, type Problem, register, type Session } from '../support/api.ts'
import { countTextsTo } from '../support/effects.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { textReceived, VendorWebhooks } from '../support/vendor-webhooks.ts'

interface Text {
  readonly id: string
  readonly status: string
  readonly errorCode: string | null
  readonly failure: { readonly code: string; readonly class: string } | null
  readonly segments: number
  readonly encoding: string
  readonly cost: { readonly amount: string } | null
  readonly finalAt: string | null
}

interface Thread {
  readonly number: string
  readonly items: readonly Text[]
  readonly consent: Record<string, unknown>
}

let lastPerson = 0
/** Somebody new: each test has people of its own. */
function makePerson(): string {
  lastPerson += 1
  return `+1312555${String(100 + (lastPerson % 100)).padStart(4, '0')}`
}

onEachDatabase((server) => {
  const control = () => new SimulatorControl(server().simulatorControlUrl)
  const registered = new Map<string, Promise<Session>>()
  const owner = () => {
    const known = registered.get(server().url) ?? register(server())
    registered.set(server().url, known)
    return known
  }
  const writeIn = async (from: string, text: string) => {
    const { business } = await owner()
    await control().deliverText({ to: business.phoneNumber, from, text, wait: true })
  }
  const reply = async (to: string, text: string, key?: string) => {
    const { token } = await owner()
    const headers = { authorization: `Bearer ${token}`, ...(key === undefined ? {} : { 'idempotency-key': key }) }
    return postJson(server(), '/api/messages', { to, text }, headers)
  }
  const threadWith = async (number: string) => {
    const answer = await getJson(server(), `/api/messages/threads/${encodeURIComponent(number)}`, (await owner()).token)
    return (await answer.json()) as Thread
  }
  const problemOf = async (answer: Response) => (await answer.json()) as Problem

  describe('texts', () => {
    it('brings a reply by hand to its end, with segments, cost and time', async () => {
      const person = makePerson()
      await writeIn(person, 'Are you open on Monday?')
      const answer = await reply(person, 'Yes, 8 to 5 😀')
      expect(answer.status).toBe(201)
      expect(await answer.json()).toMatchObject({ direction: 'outbound', segments: 1, encoding: 'UCS-2' })
      const thread = await eventually(
        () => threadWith(person),
        ({ items }) => items[0]?.finalAt != null,
      )
      expect(thread.items[0]).toMatchObject({ status: 'delivered', failure: null, cost: { amount: '0.0040' } })
    })

    it('says why a text was not delivered, and what to do', async () => {
      const person = makePerson()
      await writeIn(person, 'Hello?')
      await control().fail('telnyx.messages.deliver', 'error', { code: '40001' })
      await reply(person, 'Hello!')
      const { items } = await eventually(
        () => threadWith(person),
        (thread) => thread.items[0]?.finalAt != null,
      )
      expect(items[0]).toMatchObject({
        status: 'delivery_failed',
        errorCode: '40001',
        failure: { code: 'recipient_unreachable', class: 'never', nextAction: expect.any(String) },
      })
    })

    it('counts segments before anything is sent', async () => {
      const headers = { authorization: `Bearer ${(await owner()).token}` }
      const answer = await postJson(server(), '/api/messages/preview', { text: '5 €' }, headers)
      expect(await answer.json()).toEqual({ encoding: 'GSM-7', segments: 1, characters: 4, remaining: 156 })
    })

    it('sends one text when two ask at once under one key', async () => {
      const person = makePerson()
      await writeIn(person, 'Two at once?')
      const key = crypto.randomUUID()
      const answers = await Promise.all([reply(person, 'Once.', key), reply(person, 'Once.', key)])
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, expect.any(Number)])
      const repeat = await reply(person, 'Once.', key)
      expect(repeat.status).toBe(201)
      expect(countTextsTo(server(), person)).toBe(1)
      expect((await problemOf(await reply(person, 'Another text.', key))).code).toBe('idempotency_key_reused')
    })

    it('fault 25: sends one text when the provider did it and its answer was lost', async () => {
      const person = makePerson()
      await writeIn(person, 'Does it get lost?')
      await control().fail('telnyx.messages.send', '500_but_done')
      const key = crypto.randomUUID()
      const first = await reply(person, 'It does not.', key)
      const second = await reply(person, 'It does not.', key)
      expect([first.status, second.status]).toEqual([201, 201])
      expect(await second.json()).toMatchObject({ id: ((await first.json()) as Text).id })
      expect(countTextsTo(server(), person)).toBe(1)
      expect((await threadWith(person)).items.filter(({ status }) => status !== 'received')).toHaveLength(1)
    })

    it.each([
      ['40329', 502, 'sender_not_verified'],
      ['40310', 502, 'recipient_unreachable'],
      ['10009', 502, 'upstream_unauthorized'],
    ])('names the refusal %s of the provider, and sends nothing later', async (code, status, expected) => {
      const person = makePerson()
      await writeIn(person, 'Can you text me?')
      await control().fail('telnyx.messages.send', 'error', { code })
      const answer = await reply(person, 'We can.')
      const problem = await problemOf(answer)
      expect([answer.status, problem.code]).toEqual([status, expected])
      expect(problem.detail).not.toMatch(/\d{7}/)
      expect(countTextsTo(server(), person)).toBe(0)
    })

    it('learns of a block that only the provider knew, and refuses by itself from then on', async () => {
      const person = makePerson()
      await writeIn(person, 'Text me.')
      await control().fail('telnyx.messages.send', 'error', { code: '40300' })
      expect((await problemOf(await reply(person, 'Hi.'))).code).toBe('recipient_opted_out')
      const answer = await reply(person, 'Hi again.')
      expect([answer.status, (await problemOf(answer)).code]).toEqual([409, 'provider_blocked'])
      expect((await threadWith(person)).consent).toMatchObject({
        state: 'provider_block',
        decidedBy: 'provider_blocked',
        replyRefusals: ['provider_blocked', 'opted_out'],
      })
      await writeIn(person, 'START')
      expect((await threadWith(person)).consent).toMatchObject({ state: 'opted_in', decidedBy: 'start' })
      expect((await reply(person, 'Welcome back.')).status).toBe(201)
    })

    it('learns of a block from a failed delivery, too', async () => {
      const person = makePerson()
      await writeIn(person, 'Text me.')
      await control().fail('telnyx.messages.deliver', 'error', { code: '40300' })
      expect((await reply(person, 'Hi.')).status).toBe(201)
      const { consent } = await eventually(
        () => threadWith(person),
        (thread) => thread.consent['state'] === 'provider_block',
      )
      expect(consent).toMatchObject({ decidedBy: 'provider_blocked' })
    })

    it('refuses a reply to a person who opted out, with who and when, and to one who never wrote', async () => {
      const person = makePerson()
      await writeIn(person, 'please stop texting me')
      const refused = await reply(person, 'One more thing.')
      const problem = await problemOf(refused)
      expect([refused.status, problem.code]).toEqual([409, 'opted_out'])
      const today = new Date().toISOString().slice(0, 10)
      expect(problem.detail).toContain(`on ${today}, by their own message`)
      expect(problem.detail).not.toContain(person)
      const stranger = await problemOf(await reply('+13125550199', 'Hello.'))
      expect(stranger.code).toBe('no_recent_inbound')
    })

    it('gathers threads with consent in pages; another business sees none of it', async () => {
      const [first, second] = [makePerson(), makePerson()]
      await writeIn(first, 'One.')
      await writeIn(second, 'Two.')
      const { token } = await owner()
      const page = (await (await getJson(server(), '/api/messages/threads?limit=1', token)).json()) as {
        items: [{ number: string; messageCount: number; consent: { state: string } }]
        nextCursor: string
      }
      expect(page.items).toMatchObject([{ number: second, messageCount: 1, consent: { state: 'unknown' } }])
      const next = await getJson(server(), `/api/messages/threads?limit=1&cursor=${page.nextCursor}`, token)
      expect(await next.json()).toMatchObject({ items: [{ number: first }] })
      const stranger = await register(server())
      const theirs = await getJson(server(), '/api/messages/threads', stranger.token)
      expect(await theirs.json()).toEqual({ items: [], nextCursor: null })
      const empty = await getJson(server(), `/api/messages/threads/${encodeURIComponent(first)}`, stranger.token)
      expect(await empty.json()).toMatchObject({ items: [], consent: { state: 'unknown', reasons: [] } })
      expect((await getJson(server(), '/api/messages/threads/nobody', token)).status).toBe(422)
    })

    it('sends nothing to a person after the 2xx for STOP, through duplicates and late deliveries', async () => {
      const people = Array.from({ length: 10 }, makePerson)
      const { business } = await owner()
      const webhooks = new VendorWebhooks(server())
      const deliver = (from: string, body: string, eventId: string = crypto.randomUUID()) =>
        webhooks.telnyx(
          textReceived({ eventId, messageId: eventId, from, to: business.phoneNumber, body, autoresponseType: 'STOP' }),
        )
      await Promise.all(people.map((person) => deliver(person, 'Hello')))
      const counts = await Promise.all(
        people.map(async (person) => {
          const stop = crypto.randomUUID()
          const answer = await deliver(person, 'STOP', stop)
          expect(answer.status).toBe(200)
          const before = countTextsTo(server(), person)
          await Promise.all([
            reply(person, 'First.'),
            deliver(person, 'STOP', stop),
            reply(person, 'Second.'),
            deliver(person, 'HELLO'),
          ])
          return countTextsTo(server(), person) - before
        }),
      )
      expect(counts).toEqual(people.map(() => 0))
      process.stdout.write(`STOP: 0 later texts to ${people.length} people\n`)
    })

    it('fault 24: stops asking a provider that fails, says so at once, and shows it in health', async () => {
      const person = makePerson()
      await writeIn(person, 'Still there?')
      await control().fail('telnyx.messages.send', '500', { times: 1_000 })
      await control().fail('telnyx.detail-records.list', '500', { times: 1_000 })
      await Promise.all(Array.from({ length: 4 }, () => reply(person, 'Yes.').catch(() => undefined)))
      const health = await eventually(
        async () => {
          void reply(person, 'Yes?').catch(() => undefined)
          const answer = await server().fetch('/api/health/detailed', {
            headers: { 'x-internal-token': server().secrets.internalToken },
          })
          return (await answer.json()) as { components: Record<string, { status: string; breaker?: string }> }
        },
        ({ components }) => components['telnyx']?.breaker === 'open',
        60_000,
      )
      expect(health.components['telnyx']).toMatchObject({ status: 'unavailable' })
      expect(health.components['retell']).toMatchObject({ status: 'ok', breaker: 'closed' })
      const startedAt = performance.now()
      const refused = await reply(person, 'Yes!')
      expect([refused.status, (await problemOf(refused)).code]).toEqual([503, 'upstream_unavailable'])
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(performance.now() - startedAt).toBeLessThan(1_000)
      expect(countTextsTo(server(), person)).toBe(0)
    }, 90_000)
  })
})
