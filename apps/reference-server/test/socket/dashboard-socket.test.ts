import { createCloudGreetClient, createMemoryStorage } from '@cloudgreet/client-sdk'
import { connectRealtime } from '@cloudgreet/client-sdk/realtime'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { postJson, type Problem, register, type Session } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import type { RunningServer } from '../support/running-server.ts'
import { retellEvent, VendorWebhooks } from '../support/vendor-webhooks.ts'

interface Frame {
  readonly seq: number
  readonly type: string
  readonly data: Record<string, unknown>
}

async function ticketOf(server: RunningServer, token: string): Promise<string> {
  const answer = await postJson(server, '/api/realtime/ticket', {}, { authorization: `Bearer ${token}` })
  return ((await answer.json()) as { ticket: string }).ticket
}

function address(server: RunningServer, businessId: string, query: Record<string, string> = {}): string {
  const url = new URL(`/api/websocket/dashboard/${businessId}`, server.url.replace('http', 'ws'))
  url.search = new URLSearchParams(query).toString()
  return url.href
}

/** The HTTP status and code with which the upgrade was refused. */
function refusal(url: string, headers: Record<string, string> = {}): Promise<[status: number, code: string]> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    socket.once('open', () => reject(new Error('The socket opened.')))
    socket.once('error', () => {})
    socket.once('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve([response.statusCode ?? 0, (JSON.parse(Buffer.concat(chunks).toString()) as Problem).code]),
      )
    })
  })
}

/** Frames in order; `next` waits for one more. */
class Listener {
  readonly frames: Frame[] = []
  readonly socket: WebSocket
  #waiting: (() => void) | undefined

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers })
    this.socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as Frame)
      this.#waiting?.()
    })
  }

  opened(): Promise<void> {
    return new Promise((resolve, reject) => this.socket.once('open', () => resolve()).once('error', reject))
  }

  async until(isEnough: (frames: readonly Frame[]) => boolean): Promise<void> {
    while (!isEnough(this.frames)) await new Promise<void>((resolve) => (this.#waiting = resolve))
  }

  cut(): void {
    this.socket.terminate()
  }
}

describe('the dashboard socket', () => {
  onEachDatabase((server) => {
    const callTo = ({ business }: Session, callId = `call_${crypto.randomUUID()}`) => ({
      callId,
      agentId: business.retellAgentId,
      from: '+13125550142',
      to: business.phoneNumber,
    })

    it('row 13: refuses a bad id, a foreign business, a used ticket and no token before the upgrade', async () => {
      const [mine, other] = [await register(server()), await register(server())]
      const bearer = { authorization: `Bearer ${mine.token}` }
      const ticket = await ticketOf(server(), mine.token)
      const used = new Listener(address(server(), mine.business.id, { ticket }))
      await used.opened()
      expect(await refusal(address(server(), 'no-id'), bearer)).toEqual([404, expect.any(String)])
      expect(await refusal(address(server(), other.business.id), bearer)).toEqual([404, expect.any(String)])
      expect(await refusal(address(server(), crypto.randomUUID()), bearer)).toEqual([404, expect.any(String)])
      expect(await refusal(address(server(), mine.business.id, { ticket }))).toEqual([
        401,
        expect.stringMatching(/^ticket_/),
      ])
      expect(await refusal(address(server(), mine.business.id))).toEqual([401, 'token_missing'])
      used.cut()
    })

    it('row 13: loses no event when the line is cut and restored', async () => {
      const session = await register(server())
      const webhooks = new VendorWebhooks(server())
      const bearer = { authorization: `Bearer ${session.token}` }
      const url = (after: number) => address(server(), session.business.id, { after: String(after) })
      const first = new Listener(url(0), bearer)
      await webhooks.retell(retellEvent('call_started', callTo(session)))
      await first.until((frames) => frames.some(({ type }) => type === 'call_started'))
      first.cut()
      const seen = first.frames.at(-1)?.seq ?? 0
      for (let count = 0; count < 5; count += 1) await webhooks.retell(retellEvent('call_started', callTo(session)))
      const second = new Listener(url(seen), bearer)
      await second.until((frames) => frames.length >= 5)
      const seqs = [...first.frames, ...second.frames].map(({ seq }) => seq)
      expect(seqs).toEqual(seqs.map((_seq, index) => (seqs[0] ?? 1) + index))
      second.cut()
    })

    it('row 106: a new call reaches a connected client in under a second', async () => {
      const session = await register(server())
      const frames: Frame[] = []
      const stop = await live(server(), session, (frame) => frames.push(frame))
      const call = callTo(session)
      const start = performance.now()
      await new VendorWebhooks(server()).retell(retellEvent('call_started', call))
      while (!frames.some(({ type }) => type === 'call_started')) {
        if (performance.now() - start > 1_000) throw new Error('The call did not arrive within a second.')
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(frames.at(-1)?.data).toMatchObject({ call: { from: '+13125550142', status: 'ongoing' } })
      stop()
    })
  })
})

/** The published client, connected and live. */
async function live(server: RunningServer, session: Session, onEvent: (frame: Frame) => void): Promise<() => void> {
  const storage = createMemoryStorage()
  await storage.write({ token: session.token, expiresAt: new Date(Date.now() + 600_000).toISOString() })
  const client = createCloudGreetClient({ baseUrl: server.url, storage })
  const { seq: after } = await client.dashboard.get()
  return new Promise((resolve) => {
    const connection = connectRealtime({
      client,
      businessId: session.business.id,
      after,
      onEvent,
      onResync: async () => (await client.dashboard.get()).seq,
      onState: ({ name }) => {
        if (name === 'live') resolve(() => connection.close())
      },
    })
  })
}
