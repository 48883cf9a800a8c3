import { describe, expect, it } from 'vitest'

import { getJson, type Problem, register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { VendorWebhooks } from '../support/vendor-webhooks.ts'

interface Call {
  readonly id: string
  readonly outcome: string | null
  readonly success: boolean | null
  readonly neverConnected: boolean
  readonly disconnectionReason: string | null
  readonly transfer: Readonly<Record<string, unknown>> | null
  readonly recording: { readonly state: string; readonly url: string | null; readonly expiresAt: string | null }
  readonly explanation?: { readonly text: string; readonly advice: string | null }
}

const minuteMs = 60_000

describe('calls', () => {
  onEachDatabase((server) => {
    /** A business that can be called. */
    async function openBusiness() {
      const { business, token } = await register(server())
      const webhooks = new VendorWebhooks(server())
      const fields = {
        call_type: 'phone_call',
        agent_id: business.retellAgentId,
        direction: 'inbound',
        from_number: '+13125550142',
        to_number: business.phoneNumber,
      }
      const startedAtMs = Date.now() - 10 * minuteMs
      const connected = {
        start_timestamp: startedAtMs,
        end_timestamp: startedAtMs + minuteMs,
        duration_ms: minuteMs,
        transcript: 'Agent: Hello\nUser: Hi\n',
        recording_url: 'https://example.com/recording.wav',
      }
      return {
        token,
        connected,
        async report(event: string, call: object, envelope: object = {}) {
          const body = { event, call: { ...fields, ...call }, ...envelope }
          expect((await webhooks.retell(body)).status).toBe(200)
        },
        async read<Answer>(path: string): Promise<Answer> {
          const answer = await getJson(server(), path, token)
          expect(answer.status).toBe(200)
          return (await answer.json()) as Answer
        },
      }
    }
    type Business = Awaited<ReturnType<typeof openBusiness>>

    const newCallId = () => `call_${crypto.randomUUID()}`
    const endOf = ({ report, connected }: Business, disconnection_reason: string, more: object = {}) =>
      report('call_ended', { ...connected, call_id: newCallId(), call_status: 'ended', disconnection_reason, ...more })
    const missOf = ({ report }: Business, disconnection_reason: string) =>
      report('call_ended', { call_id: newCallId(), call_status: 'not_connected', disconnection_reason })

    it('row 114: computes the success rate from the normalised outcomes, and counts recorded calls', async () => {
      const business = await openBusiness()
      await endOf(business, 'user_hangup')
      await endOf(business, 'agent_hangup')
      await endOf(business, 'call_transfer')
      await endOf(business, 'voicemail_reached')
      await endOf(business, 'a_word_from_next_year', { recording_url: undefined, transcript: undefined })
      await missOf(business, 'dial_busy')
      await missOf(business, 'no_valid_payment')
      await business.report('call_started', { call_id: newCallId(), call_status: 'ongoing' })

      const since = new Date(Date.now() - 60 * minuteMs).toISOString()
      const summary = await business.read<Record<string, unknown>>(`/api/calls/summary?from=${since}`)
      expect(summary).toMatchObject({
        calls: 8,
        outcomes: { answered: 2, transferred: 1, voicemail: 1, other: 1, busy: 1, failed: 1, no_answer: 0 },
        successes: 3,
        failures: 2,
        successRate: 0.6,
        neverConnected: 2,
        recorded: 4,
        transcribed: 4,
      })
      const { stats } = await business.read<{ stats: { successRate: number } }>('/api/dashboard/data')
      expect(stats.successRate).toBe(0.6)
      const { items } = await business.read<{ items: Call[] }>('/api/calls?outcome=other')
      expect(items).toMatchObject([{ disconnectionReason: 'a_word_from_next_year', success: null }])
    })

    it('has no success rate where no call ended', async () => {
      const { read } = await openBusiness()
      expect(await read('/api/calls/summary')).toMatchObject({ calls: 0, successRate: null, reasons: [] })
    })

    it('lists calls that never connected, explains them, and refuses a filter that it does not know', async () => {
      const business = await openBusiness()
      await endOf(business, 'user_hangup')
      await missOf(business, 'concurrency_limit_reached')
      await business.report('call_analyzed', { call_id: newCallId(), call_status: 'error', call_analysis: {} })
      const missed = await business.read<{ items: Call[] }>('/api/calls?connected=false')
      expect(missed.items).toHaveLength(2)
      const [limited] = (await business.read<{ items: Call[] }>('/api/calls?connected=false&limit=1&outcome=failed'))
        .items
      expect(limited).toMatchObject({ neverConnected: true, success: false, recording: { state: 'not_stored' } })
      expect((await business.read<{ items: Call[] }>('/api/calls?connected=true')).items).toHaveLength(1)
      const refused = missed.items.find(
        ({ disconnectionReason }) => disconnectionReason === 'concurrency_limit_reached',
      )
      expect((await business.read<Call>(`/api/calls/${refused?.id}`)).explanation).toEqual({
        text: 'Too many calls were going on at once, so this one was refused.',
        advice: 'Raise the number of calls at once with the voice provider.',
      })
      const answer = await getJson(server(), '/api/calls?connected=perhaps', business.token)
      expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([422, 'validation_failed'])
    })

    it('follows a warm transfer, told out of order and twice, and tells the live stream', async () => {
      const business = await openBusiness()
      const call_id = newCallId()
      const ongoing = { call_id, call_status: 'ongoing', start_timestamp: business.connected.start_timestamp }
      const tell = (event: string, second: number) =>
        business.report(event, ongoing, {
          event_timestamp: ongoing.start_timestamp + second * 1_000,
          transfer_destination: '+13125550199',
          transfer_option: { type: 'warm_transfer' },
        })
      await tell('transfer_bridged', 20)
      await tell('transfer_ended', 50)
      await tell('transfer_started', 10)
      await tell('transfer_bridged', 20)
      const { items } = await business.read<{ items: Call[] }>('/api/calls')
      const at = (second: number) => new Date(ongoing.start_timestamp + second * 1_000).toISOString()
      expect(items[0]).toMatchObject({ outcome: 'transferred', success: true })
      expect(items[0]?.transfer).toEqual({
        kind: 'warm',
        state: 'ended',
        destination: '+13125550199',
        startedAt: at(10),
        bridgedAt: at(20),
        endedAt: at(50),
      })
      const events = await server().sql<{ type: string; state: string }>(
        `SELECT type, data->'call'->'transfer'->>'state' AS state FROM outbox WHERE data->'call'->>'id' = '${items[0]?.id}' ORDER BY seq`,
      )
      expect(events).toEqual([
        { type: 'transfer_bridged', state: 'bridged' },
        { type: 'transfer_ended', state: 'ended' },
        { type: 'transfer_started', state: 'ended' },
      ])
    })

    it('leads to the recording at the vendor, and says why it cannot', async () => {
      const business = await openBusiness()
      const dayMs = 86_400_000
      await endOf(business, 'user_hangup')
      await endOf(business, 'agent_hangup', {
        start_timestamp: Date.now() - 3 * dayMs,
        end_timestamp: Date.now() - 2 * dayMs,
        opt_in_signed_url: true,
      })
      await endOf(business, 'inactivity', { recording_url: null, data_storage_setting: 'basic_attributes_only' })
      const { items } = await business.read<{ items: Call[] }>('/api/calls')
      const askFor = async (reason: string) => {
        const call = items.find(({ disconnectionReason }) => disconnectionReason === reason)
        const answer = await server().fetch(`/api/calls/${call?.id}/recording`, {
          headers: { authorization: `Bearer ${business.token}` },
          redirect: 'manual',
        })
        const code = answer.status === 302 ? answer.headers.get('location') : ((await answer.json()) as Problem).code
        return [call?.recording.state, answer.status, code]
      }
      expect(await askFor('user_hangup')).toEqual(['available', 302, 'https://example.com/recording.wav'])
      expect(await askFor('agent_hangup')).toEqual(['expired', 410, 'recording_expired'])
      expect(await askFor('inactivity')).toEqual(['not_stored', 404, 'no_recording'])
      const stranger = await openBusiness()
      const foreign = await getJson(server(), `/api/calls/${items[0]?.id}/recording`, stranger.token)
      expect([foreign.status, ((await foreign.json()) as Problem).code]).toEqual([404, 'not_found'])
    })

    it('exports what the filter asks for, every call once and in the order of the list', async () => {
      const business = await openBusiness()
      for (let minute = 0; minute < 105; minute += 1)
        await endOf(business, 'user_hangup', { start_timestamp: Date.now() - minute * minuteMs })
      await missOf(business, 'dial_busy')
      const answer = await getJson(server(), '/api/calls.csv?connected=true', business.token)
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
      const [header, ...rows] = (await answer.text()).trimEnd().split('\r\n')
      expect(header).toContain('recordingState,recordingUrl,recordingExpiresAt,hasTranscript')
      const idOf = (row: string) => row.split(',')[0]
      expect(new Set(rows.map(idOf)).size).toBe(105)
      const first = await business.read<{ items: Call[] }>('/api/calls?connected=true&limit=100')
      expect(rows.slice(0, 100).map(idOf)).toEqual(first.items.map(({ id }) => id))
    })
  })
})
