import type pg from 'pg'
import { describe, expect, it } from 'vitest'

import { FakeTimer } from '../../../kernel/testkit/fake-timer.ts'
import { boundedConnections } from './bounded-connections.ts'

function makePool(connect: () => Promise<pg.PoolClient>) {
  const released: unknown[] = []
  const client = { release: (destroy?: boolean) => void released.push(destroy ?? false) } as unknown as pg.PoolClient
  const timer = new FakeTimer()
  const pool = { connect } as unknown as pg.Pool
  return {
    released,
    client,
    timer,
    connections: boundedConnections({ pool, timer, connectionWaitMs: 500, deadlineMs: 4_000 }),
  }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('boundedConnections', () => {
  it('gives a connection that comes too late straight back', async () => {
    let connected = (_client: pg.PoolClient): void => {}
    const subject = makePool(() => new Promise((resolve) => (connected = resolve)))
    const refusal = subject.connections.use(async () => 'used').catch((error: unknown) => error)
    subject.timer.advance(500)
    expect(await refusal).toMatchObject({ code: 'database_busy' })
    connected(subject.client)
    await settle()
    expect(subject.released).toEqual([false])
  })

  it('is unavailable when the connection is refused', async () => {
    const { connections } = makePool(() =>
      Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
    )
    await expect(connections.use(async () => 'used')).rejects.toMatchObject({ code: 'database_unavailable' })
  })

  it('does not wait for a database that never answers, and gives the connection up', async () => {
    const subject = makePool(async () => subject.client)
    const refusal = subject.connections.use(() => new Promise(() => {})).catch((error: unknown) => error)
    await settle()
    subject.timer.advance(4_000)
    expect(await refusal).toMatchObject({ code: 'database_unavailable' })
    expect(subject.released).toEqual([true])
  })

  it('gives a connection up that was lost', async () => {
    const subject = makePool(async () => subject.client)
    const lost = () => Promise.reject(new Error('Connection terminated unexpectedly'))
    await expect(subject.connections.use(lost)).rejects.toMatchObject({ code: 'database_unavailable' })
    expect(subject.released).toEqual([true])
  })

  it('keeps a connection whose statement was refused, and leaves no timer', async () => {
    const subject = makePool(async () => subject.client)
    const refuse = () => Promise.reject(Object.assign(new Error('refused'), { code: '23505' }))
    await expect(subject.connections.use(refuse)).rejects.toMatchObject({ code: '23505' })
    await settle()
    expect(subject.released).toEqual([false])
    expect(subject.timer.size).toBe(0)
  })
})
