import { createHash, createHmac, randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'

import type { WebhookRefusal } from '@cloudgreet/core/contract'
import { signRetellWebhook } from '@cloudgreet/telephony/retell'
import { describe, expect, it } from 'vitest'

import { eventually } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { findRefusal, readHealth, readRefusals } from '../support/operator.ts'
import { VendorWebhooks } from '../support/vendor-webhooks.ts'

const sha256 = (body: string | Uint8Array) => createHash('sha256').update(body).digest('hex')
/** A body of its own, by whose digest the refusal is found. */
const makeBody = () => JSON.stringify({ event: 'call_ended', call: { call_id: `call_${randomUUID()}` } })
const header = 'x-retell-signature'

describe('refused webhooks', () => {
  onEachDatabase(
    (server) => {
      // Each request comes from an address of its own, so that none of these tests meets the flood guard.
      let lastAddress = 0
      const post = async (
        body: string | Buffer<ArrayBuffer>,
        headers: Record<string, string>,
        path = '/api/retell/webhook',
      ) => {
        lastAddress += 1
        const forwarded = `203.0.113.${lastAddress % 250}`
        const answer = await server().fetch(path, {
          method: 'POST',
          body,
          headers: { 'x-forwarded-for': forwarded, ...headers },
        })
        const { code, detail } = (await answer.json()) as { code?: string; detail?: string }
        return { status: answer.status, code, detail }
      }
      const sign = (rawBody: string | Uint8Array, now = new Date()) =>
        signRetellWebhook({ rawBody, secret: server().secrets.retellKey, now })
      const readAll = async (query: string) => {
        const items: WebhookRefusal[] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          const page = await readRefusals(server(), `${query}${cursor === '' ? '' : `&cursor=${cursor}`}`)
          items.push(...page.items)
          cursor = page.nextCursor
        }
        return items
      }
      const countRows = async () => (await server().sql(`SELECT id FROM webhook_inbox`)).length
      const codesOf = async (body: string | Uint8Array) =>
        (await findRefusal(server(), sha256(body))).diagnosis?.mistakes.map(({ code }) => code)

      it.each([
        ['missing_header', {}],
        ['missing_header', { [header]: '' }],
        ['header_too_long', { [header]: `v=${'1'.repeat(5_000)}` }],
        ['bad_format', { [header]: 'nonsense' }],
        ['repeated_header', { [header]: `v=1700000000000,d=${'0'.repeat(64)}, v=1700000000000,d=${'0'.repeat(64)}` }],
      ])('fault 1: answers 401 %s, parses nothing, writes no row and counts it', async (code, headers) => {
        const [rows, before] = [await countRows(), (await readHealth(server())).webhooks['retell']]
        expect(await post('{ this is no JSON', headers)).toMatchObject({ status: 401, code })
        const after = (await readHealth(server())).webhooks['retell']
        expect(await countRows()).toBe(rows)
        expect(after?.refused).toBe((before?.refused ?? 0) + 1)
        expect(after?.refusedByReason[code]).toBe((before?.refusedByReason[code] ?? 0) + 1)
        expect(after?.lastRefusedReason).toBe(code)
      })

      it.each([
        ['body_reserialized', (body: string) => JSON.stringify(JSON.parse(body), undefined, 2)],
        ['body_bom', (body: string) => `\u{FEFF}${body}`],
        ['body_newline', (body: string) => `${body}\n`],
        ['unexplained', (body: string) => body.replace('ended', 'Ended')],
      ])(
        'fault 2: refuses a body that came as other bytes than were signed, and diagnoses %s',
        async (code, change) => {
          const [body, rows] = [makeBody(), await countRows()]
          const changed = change(body)
          const answer = await post(changed, await sign(body))
          expect(answer).toMatchObject({ status: 401, code: 'mismatch' })
          expect(answer.detail).not.toMatch(/serialized|written|BOM|byte order|line|fits/)
          expect(await codesOf(changed)).toEqual([code])
          expect(await countRows()).toBe(rows)
        },
      )

      it('fault 2: takes no compressed body, although it was signed, and counts it', async () => {
        const body = gzipSync(makeBody())
        const answer = await post(body, { ...(await sign(body)), 'content-encoding': 'gzip' })
        expect(answer).toMatchObject({ status: 415, code: 'content_encoding_refused' })
        const { retell } = (await readHealth(server())).webhooks
        expect(retell?.refusedByReason['content_encoding_refused']).toBeGreaterThan(0)
      })

      it.each([
        ['stale', 301, 'ago'],
        ['future', -305, 'ahead'],
      ])('fault 3: answers 401 %s and lists it with the measured skew', async (code, ageSeconds, words) => {
        const [body, rows] = [makeBody(), await countRows()]
        const headers = await sign(body, new Date(Date.now() - ageSeconds * 1_000))
        expect(await post(body, headers)).toMatchObject({ status: 401, code })
        const refusal = await findRefusal(server(), sha256(body))
        expect(Math.abs((refusal.skewSeconds ?? 0) - ageSeconds)).toBeLessThanOrEqual(2)
        expect(refusal).toMatchObject({ reason: code, diagnosis: { isExplained: true } })
        expect(refusal.diagnosis?.mistakes).toMatchObject([
          { code: 'clock_skew', finding: expect.stringContaining(words), advice: expect.any(String) },
        ])
        const { items } = await readRefusals(server(), `reason=${code}&provider=retell`)
        expect(new Set(items.map(({ reason }) => reason))).toEqual(new Set([code]))
        expect(await countRows()).toBe(rows)
      })

      it('fault 3: takes what was signed a little less than 300 s ago', async () => {
        const body = makeBody()
        expect(await post(body, await sign(body, new Date(Date.now() - 297_000)))).toMatchObject({ status: 200 })
      })

      it('fault 5: answers an almost right digest as one that is all wrong', async () => {
        const body = makeBody()
        const signature = (await sign(body))[header] ?? ''
        const flip = (at: number) =>
          `${signature.slice(0, at)}${signature[at] === '0' ? '1' : '0'}${signature.slice(at + 1)}`
        const [first, last] = [await post(body, { [header]: flip(18) }), await post(body, { [header]: flip(81) })]
        const wrong = await post(body, { [header]: `${signature.slice(0, 18)}${'0'.repeat(64)}` })
        expect([first, last]).toEqual([wrong, wrong])
        expect(wrong).toMatchObject({ status: 401, code: 'mismatch' })
      })

      const time = String(Date.now())
      const hmac = (...parts: readonly string[]) =>
        createHmac('sha256', server().secrets.retellKey).update(parts.join(''))
      it.each([
        [
          'seconds_for_milliseconds',
          (body: string, seconds: string) => `v=${seconds},d=${hmac(body, seconds).digest('hex')}`,
        ],
        ['other_layout', (body: string) => `v=${time},d=${hmac(time, '.', body).digest('hex')}`],
        ['signature_encoding', (body: string) => `v=${time},d=${hmac(body, time).digest('base64')}`],
      ])('says %s to operators, and the plain reason to the sender', async (code, toHeader) => {
        const body = makeBody()
        const answer = await post(body, { [header]: toHeader(body, time.slice(0, -3)) })
        expect(answer.status).toBe(401)
        expect(JSON.stringify(answer)).not.toContain(code)
        expect(await codesOf(body)).toEqual([code])
        const diagnosed = server().logs.find(({ bodyDigest }) => bodyDigest === sha256(body))
        expect(diagnosed).toMatchObject({ event: 'webhook_refused', diagnosis: { mistakes: [{ code }] } })
      })

      it('tells secrets and vendors apart that were mixed up', async () => {
        const [rawBody, other] = [makeBody(), makeBody()]
        await post(rawBody, await signRetellWebhook({ rawBody, secret: server().secrets.internalToken }))
        expect((await findRefusal(server(), sha256(rawBody))).diagnosis?.mistakes).toMatchObject([
          { code: 'wrong_secret_kind', finding: expect.stringContaining('INTERNAL_API_TOKEN') },
        ])
        await new VendorWebhooks(server()).telnyx(other, '/api/retell/webhook')
        expect(await codesOf(other)).toEqual(['other_vendor'])
      })

      it('lists refusals newest first, page by page, to operators alone; and counts them by reason', async () => {
        for (let index = 0; index < 3; index += 1) await post(makeBody(), {})
        const ids = (await readAll('limit=2')).map(({ id }) => id)
        expect(ids.length).toBeGreaterThanOrEqual(3)
        expect(new Set(ids).size).toBe(ids.length)
        expect((await server().fetch('/api/internal/webhooks/refusals')).status).toBe(401)

        const headers = { 'x-internal-token': server().secrets.internalToken }
        const metrics = await (await server().fetch('/metrics', { headers })).text()
        expect(metrics).toMatch(/cloudgreet_webhook_refusals_total\{provider="retell",reason="missing_header"\} \d+/)
      })

      it('keeps 200 refusals of a provider, whatever a flood sends', async () => {
        for (let round = 0; round < 15; round += 1)
          await Promise.all(Array.from({ length: 20 }, () => post('{}', {}, '/api/sms/webhook')))
        const countKept = async () => (await readAll('provider=telnyx&limit=100')).length
        expect(await eventually(countKept, (count) => count === 200)).toBe(200)
        expect((await readRefusals(server(), 'provider=retell')).items.length).toBeGreaterThan(0)
      })
    },
    { CLOUDGREET_TRUSTED_PROXIES: '1' },
  )
})
