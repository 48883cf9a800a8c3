import { openDatabase } from '@cloudgreet/core/postgres'

import { eventually, register } from '../support/api.ts'
import { textsSent } from '../support/effects.ts'
import { RunningServer } from '../support/running-server.ts'
import { type CrashEvent, type Target, Traffic } from './crash-traffic.ts'
import { seededRandom } from './random.ts'

export interface CrashReport {
  readonly database: 'PGlite' | 'Postgres'
  readonly seed: number
  readonly kills: number
  readonly killsWithRequestInFlight: number
  readonly acknowledged: number
  /** Acknowledged events without their row. */
  readonly lost: number
  readonly effectsExpected: number
  readonly effectsFound: number
  /** People who got a text twice, or one that nothing asked for. */
  readonly doubled: number
  readonly missing: number
}

export interface CrashOptions {
  readonly kills: number
  readonly seed: number
  readonly postgresUrl?: string
  readonly connections?: number
}

/** Longest time between the start of the traffic and the kill, in milliseconds. */
const longestFlowMs = 1_200

/** Fewer than bring as many events as people can text one business, on any machine. */
const killsPerBusiness = 25

async function makeTargets(server: RunningServer, count: number): Promise<Target[]> {
  const targets: Target[] = []
  while (targets.length < count) {
    const { business } = await register(server)
    targets.push({ agentId: business.retellAgentId, number: business.phoneNumber })
  }
  return targets
}

/**
 * Kills a real server with SIGKILL under signed traffic, again and again, and then holds the database and the
 * simulators' own ledger against what was acknowledged.
 */
export async function crashRun({ kills, seed, postgresUrl, connections = 6 }: CrashOptions): Promise<CrashReport> {
  const random = seededRandom(seed)
  const server = await RunningServer.start(postgresUrl === undefined ? {} : { postgresUrl })
  try {
    const traffic = new Traffic(server, await makeTargets(server, 1 + Math.floor(kills / killsPerBusiness)))
    let killsWithRequestInFlight = 0
    for (let kill = 0; kill < kills; kill += 1) {
      const flowing = traffic.flow(connections)
      await new Promise((resolve) => setTimeout(resolve, 20 + random() * longestFlowMs))
      if (traffic.inFlight > 0) killsWithRequestInFlight += 1
      await server.kill()
      traffic.stop()
      await flowing
      await server.launch()
    }
    while (traffic.unacknowledged().length > 0) await traffic.finish()
    const wanting = traffic.events.filter(({ wants }) => wants !== undefined)
    const found = () => Promise.resolve(effectsFor(server, wanting))
    await eventually(found, ({ missing }) => missing === 0, 120_000).catch(() => undefined)
    const { effectsFound, doubled, missing } = await found()
    await server.terminate()
    return {
      database: postgresUrl === undefined ? 'PGlite' : 'Postgres',
      seed,
      kills,
      killsWithRequestInFlight,
      acknowledged: traffic.events.length,
      lost: await countLost(server, traffic.events),
      effectsExpected: wanting.length,
      effectsFound,
      doubled,
      missing,
    }
  } finally {
    await server.dispose()
  }
}

function effectsFor(server: RunningServer, wanting: readonly CrashEvent[]) {
  const texts = new Map<string, number>()
  for (const { from, to } of textsSent(server)) texts.set(`${from} ${to}`, (texts.get(`${from} ${to}`) ?? 0) + 1)
  // We answer from the number that was texted.
  const wanted = new Set(wanting.map(({ from, to }) => `${to} ${from}`))
  return {
    effectsFound: [...texts.values()].reduce((sum, count) => sum + count, 0),
    doubled: [...texts].filter(([pair, count]) => count > 1 || !wanted.has(pair)).length,
    missing: [...wanted].filter((pair) => !texts.has(pair)).length,
  }
}

async function countLost(server: RunningServer, events: readonly CrashEvent[]): Promise<number> {
  const database = await openDatabase(
    server.databaseUrl === undefined ? { folder: server.dataFolder } : { url: server.databaseUrl },
  )
  try {
    const { rows } = await database.pool.query<{ id: string }>(
      `SELECT provider_call_id AS id FROM calls UNION ALL SELECT provider_message_id FROM sms_logs WHERE direction = 'inbound'`,
    )
    const stored = new Set(rows.map(({ id }) => id))
    return events.filter(({ recordId }) => !stored.has(recordId)).length
  } finally {
    await database.close()
  }
}
