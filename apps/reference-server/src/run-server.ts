import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { assertAddressKey, createNodeAddressHasher } from '@cloudgreet/compliance/postgres'
import type { Logger } from '@cloudgreet/core'
import { type Database, migrate, openDatabase, postgresTransactions } from '@cloudgreet/core/postgres'

import { startBackgroundWork } from './background-work.ts'
import { composeServices } from './composition/compose-services.ts'
import { loadDataSecrets } from './config/data-secrets.ts'
import type { Settings } from './config/read-settings.ts'
import { createDrain } from './drain.ts'
import { createHttpServer, type DirectListener, type FetchHandler } from './http/http-server.ts'
import { RequestError } from './http/request-error.ts'
import { toProblemResponse } from './http/problem-response.ts'
import { toProblem } from './http/to-problem.ts'
import { toTraceId } from './http/trace-id.ts'
import { migrationSets } from './migration-sets.ts'
import { ensureFirstAdmin } from './sandbox/ensure-account.ts'
import { printWelcome } from './sandbox/print-welcome.ts'
import { seedDemo } from './sandbox/seed-demo.ts'
import { startSimulator } from './sandbox/start-simulator.ts'
import { createServerApp } from './server-app.ts'
import { ServerReadiness } from './server-readiness.ts'

export interface RunningServer {
  /** Finishes what is in flight and closes everything; at most 10 seconds. */
  drain(): Promise<void>
  /** Reads the secrets file at once. */
  reloadSecrets(): void
}

/**
 * Starts the server: listens, opens the database, starts the sandbox, makes ready.
 *
 * @throws when the port or the data folder is taken, the database does not answer, or its ledger has another key
 */
export async function runServer(settings: Settings, logger: Logger): Promise<RunningServer> {
  const secrets = await loadDataSecrets(settings.dataFolder)
  let handle: FetchHandler = answerStarting
  let direct: DirectListener = () => false
  const server = createHttpServer({
    direct: (incoming, outgoing) => direct(incoming, outgoing),
    handle: (request, bindings) => handle(request, bindings),
  })
  const port = await listen(server, settings)
  const localUrl = `http://${formatHost(settings.HOST)}:${port}`
  const database = await openMigrated(settings)
  const hasher = createNodeAddressHasher(
    new TextEncoder().encode(settings.CLOUDGREET_ADDRESS_KEY ?? secrets.addressKey),
  )
  await assertAddressKey({ transactions: postgresTransactions(database), hasher })
  const isSandbox = settings.retellMode === 'sandbox' || settings.telnyxMode === 'sandbox'
  const simulator =
    isSandbox || settings.openAiMode === 'sandbox'
      ? await startSimulator({ dataFolder: settings.dataFolder, secrets, serverUrl: localUrl })
      : undefined
  // Simulated vendors come straight here, whatever the public name is.
  const publicBaseUrl = isSandbox ? localUrl : (settings.PUBLIC_BASE_URL ?? localUrl)
  const services = await composeServices({ settings, secrets, database, hasher, simulator, publicBaseUrl, logger })
  const readiness = new ServerReadiness(database)
  const app = await createServerApp(services, readiness, port)
  handle = app.handle
  direct = app.direct
  server.on('upgrade', app.upgrade)
  const work = await startBackgroundWork(services)
  await ensureFirstAdmin(services)
  const demo = isSandbox && simulator !== undefined ? await seedDemo(services, simulator) : undefined
  readiness.start()
  logger.info('Server ready', {
    event: 'server_ready',
    url: localUrl,
    database: database.kind,
    featuresOff: settings.featuresOff,
  })
  if (demo !== undefined) printWelcome({ url: localUrl, demo, dataFolder: settings.dataFolder })
  return {
    drain: createDrain({ server, app, services, work, readiness, simulator }),
    reloadSecrets: () => work.reloadSecrets(),
  }
}

async function openMigrated(settings: Settings): Promise<Database> {
  const { DATABASE_URL: url, CLOUDGREET_DATABASE_CONNECTIONS: maxConnections, dataFolder } = settings
  const database = await openDatabase(url === undefined ? { folder: dataFolder } : { url, maxConnections })
  await migrate(database, migrationSets)
  return database
}

function listen(server: Server, { PORT, HOST }: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(PORT, HOST, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Simulators and people on this machine reach a server that listens everywhere by loopback. */
function formatHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function answerStarting(request: Request): Response {
  if (new URL(request.url).pathname === '/livez') return Response.json({ status: 'ok', time: new Date().toISOString() })
  const refusal = new RequestError(503, 'starting', 'The server is starting.', { retryAfter: 1 })
  return toProblemResponse(toProblem(refusal, toTraceId(undefined)))
}
