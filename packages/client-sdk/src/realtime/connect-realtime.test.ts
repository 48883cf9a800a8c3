import { beforeEach, describe, expect, it } from 'vitest'

import { FakeTimers, FakeWebSocket, settle } from '../../test/fake-web-socket.ts'
import type { Business } from '../contract-types.ts'
import { CloudGreetApiError } from '../transport/cloudgreet-api-error.ts'
import { connectRealtime } from './connect-realtime.ts'
import { reconnectDelayMs } from './reconnect-delay.ts'

const businessId = '018f0000-0000-7000-8000-0000000000b1'

function refusal(status: number, code: string, retryAfterMs?: number): CloudGreetApiError {
  return new CloudGreetApiError({ status, code, detail: 'No.', retryAfterMs })
}

function event(seq: number) {
  return { seq, type: 'call_started', businessId, occurredAt: '2026-03-02T15:00:00Z', data: {} }
}

function setUp({ after = 0, resyncSeq = 50 } = {}) {
  const timers = new FakeTimers()
  const seen: number[] = []
  const states: string[] = []
  const server = { ticketRefusal: undefined as Error | undefined, tickets: 0, ownBusinessId: businessId, resyncs: 0 }
  const connection = connectRealtime({
    client: {
      baseUrl: 'https://app.example.com',
      realtime: {
        ticket: async () => {
          if (server.ticketRefusal !== undefined) throw server.ticketRefusal
          server.tickets += 1
          return { ticket: `ticket-${server.tickets}`, expiresAt: '2026-03-02T15:01:00Z' }
        },
      },
      business: {
        get: async () => ({ id: server.ownBusinessId }) as Business,
        update: async () => ({ id: server.ownBusinessId }) as Business,
      },
    },
    businessId,
    after,
    onEvent: ({ seq }) => seen.push(seq),
    onState: ({ name }) => states.push(name),
    onResync: async () => {
      server.resyncs += 1
      return resyncSeq
    },
    WebSocket: FakeWebSocket,
    random: () => 0.5,
    timers,
  })
  return { connection, timers, seen, states, server }
}

async function setUpLive(options?: { readonly after?: number }) {
  const parts = setUp(options)
  await settle()
  FakeWebSocket.last.accept()
  return parts
}

beforeEach(() => {
  FakeWebSocket.opened = []
})

describe('connectRealtime', () => {
  it('connects with a ticket after the last known event', async () => {
    const { states } = await setUpLive({ after: 7 })
    expect(FakeWebSocket.last.url).toBe(
      `wss://app.example.com/api/websocket/dashboard/${businessId}?ticket=ticket-1&after=7`,
    )
    expect(states).toEqual(['connecting', 'live'])
  })

  it('hands over each event once', async () => {
    const { seen, connection } = await setUpLive()
    for (const seq of [1, 2, 2, 1, 3]) FakeWebSocket.last.send(event(seq))
    expect(seen).toEqual([1, 2, 3])
    expect(connection.lastSeq).toBe(3)
  })

  it('takes a cut line up again where it broke, with a new ticket', async () => {
    const { seen, states, timers } = await setUpLive()
    FakeWebSocket.last.send(event(1))
    FakeWebSocket.last.drop()
    await settle()
    expect(timers.runNext()).toBe(750)
    await settle()
    FakeWebSocket.last.accept()
    expect(FakeWebSocket.last.url).toContain('ticket=ticket-2&after=1')
    for (const seq of [1, 2]) FakeWebSocket.last.send(event(seq))
    expect(seen).toEqual([1, 2])
    expect(states).toEqual(['connecting', 'live', 'reconnecting', 'live'])
  })

  it('fetches a gap again, and loads everything anew when the gap stays', async () => {
    const { seen, timers, server } = await setUpLive()
    FakeWebSocket.last.send(event(1))
    FakeWebSocket.last.send(event(3))
    expect(FakeWebSocket.last.isClosed).toBe(true)
    timers.runNext()
    await settle()
    expect(FakeWebSocket.last.url).toContain('after=1')
    FakeWebSocket.last.accept()
    FakeWebSocket.last.send(event(3))
    timers.runNext()
    await settle()
    expect(server.resyncs).toBe(1)
    expect(FakeWebSocket.last.url).toContain('after=50')
    FakeWebSocket.last.accept()
    FakeWebSocket.last.send(event(51))
    expect(seen).toEqual([1, 51])
  })

  it('loads everything anew when its place is no longer kept', async () => {
    const { timers, server } = await setUpLive({ after: 2 })
    FakeWebSocket.last.send({ type: 'resync' })
    timers.runNext()
    await settle()
    expect(server.resyncs).toBe(1)
    expect(FakeWebSocket.last.url).toContain('after=50')
  })

  it.each([401, 403, 404])('ends when the ticket is refused with %i', async (status) => {
    const { connection, timers, server } = await setUpLive()
    server.ticketRefusal = refusal(status, 'refused')
    FakeWebSocket.last.drop()
    await settle()
    timers.runNext()
    await settle()
    expect(connection.state).toMatchObject({ name: 'closed', error: { status } })
    expect(timers.waits).toEqual([])
  })

  it('ends when the upgrade is refused with 404', async () => {
    const { connection, timers } = setUp()
    await settle()
    FakeWebSocket.last.drop('Unexpected server response: 404')
    await settle()
    expect(connection.state).toMatchObject({ name: 'closed', error: { status: 404, code: 'not_found' } })
    expect(timers.waits).toEqual([])
  })

  it('takes another ticket when one was too old at the upgrade', async () => {
    const { connection, timers, server } = setUp()
    await settle()
    FakeWebSocket.last.drop('Unexpected server response: 401')
    await settle()
    timers.runNext()
    await settle()
    FakeWebSocket.last.accept()
    expect(server.tickets).toBe(2)
    expect(connection.state.name).toBe('live')
  })

  it('ends when the platform hides the refusal and the business is another', async () => {
    const { connection, server } = setUp()
    server.ownBusinessId = '018f0000-0000-7000-8000-0000000000b2'
    await settle()
    FakeWebSocket.last.drop()
    await settle()
    expect(connection.state).toMatchObject({ name: 'closed', error: { code: 'not_found' } })
  })

  it('waits as long as the server asks', async () => {
    const { timers, server } = await setUpLive()
    server.ticketRefusal = refusal(429, 'too_many_sockets', 45_000)
    FakeWebSocket.last.drop()
    await settle()
    timers.runNext()
    await settle()
    expect(timers.runNext()).toBe(45_000)
  })

  it('goes on after a pause, and ignores what the earlier line still brings', async () => {
    const { connection, seen, states } = await setUpLive()
    const earlier = FakeWebSocket.last
    connection.pause()
    earlier.send(event(1))
    connection.resume()
    await settle()
    FakeWebSocket.last.accept()
    FakeWebSocket.last.send(event(1))
    expect(seen).toEqual([1])
    expect(states).toEqual(['connecting', 'live', 'paused', 'connecting', 'live'])
  })

  it('stays closed after close()', async () => {
    const { connection, timers } = await setUpLive()
    connection.close()
    connection.resume()
    FakeWebSocket.last.drop()
    await settle()
    expect(connection.state.name).toBe('closed')
    expect(timers.waits).toEqual([])
    expect(FakeWebSocket.opened).toHaveLength(1)
  })
})

describe('reconnectDelayMs', () => {
  it.each([
    [1, 0, 500],
    [1, 1, 1_000],
    [3, 1, 4_000],
    [6, 1, 30_000],
    [40, 1, 30_000],
    [40, 0, 500],
  ])('after %i failures with random %d waits %i ms', (failures, random, expected) => {
    expect(reconnectDelayMs(failures, random)).toBe(expected)
  })
})
