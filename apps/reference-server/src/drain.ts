import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

import type { BackgroundWork } from './background-work.ts'
import type { Services } from './composition/compose-services.ts'
import type { RunningSimulator } from './sandbox/start-simulator.ts'
import type { ServerApp } from './server-app.ts'
import type { ServerReadiness } from './server-readiness.ts'

/** Longest wait for requests in flight, in milliseconds. */
const requestsTimeoutMs = 5_000
const idleCheckMs = 25

export interface DrainOptions {
  readonly server: Server
  readonly app: ServerApp
  readonly services: Services
  readonly work: BackgroundWork
  readonly readiness: ServerReadiness
  readonly simulator: RunningSimulator | undefined
}

/** Stops in the order in which things depend on each other: no new work, then what is in flight, then the stores. */
export function createDrain(options: DrainOptions): () => Promise<void> {
  const { server, app, services, work, readiness, simulator } = options
  const { logger, inbox, bus, database } = services
  return async () => {
    logger.info('Stopping', { event: 'server_draining' })
    readiness.drain()
    await app.sockets.close()
    await closeServer(server)
    app.sockets.terminate()
    await work.stop()
    await inbox.stop()
    await bus.close()
    await database.close()
    await simulator?.stop()
    logger.info('Stopped', { event: 'server_stopped' })
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const stop = new AbortController()
  // Kept-alive connections end as soon as their request is answered.
  const closeIdle = async () => {
    while (!stop.signal.aborted) {
      server.closeIdleConnections()
      await sleep(idleCheckMs)
    }
  }
  const closing = closeIdle()
  await Promise.race([closed, sleep(requestsTimeoutMs, undefined, { ref: false })])
  stop.abort()
  server.closeAllConnections()
  await closing
}
