import { eventually, register } from '../support/api.ts'
import { countTextsTo } from '../support/effects.ts'
import { RunningServer } from '../support/running-server.ts'
import { VendorWebhooks } from '../support/vendor-webhooks.ts'
import { type CrashEvent, crashEvent } from './crash-traffic.ts'
import { seededRandom } from './random.ts'

export interface DuplicateReport {
  readonly database: 'PGlite' | 'Postgres'
  readonly seed: number
  readonly events: number
  readonly deliveries: number
  /** Deliveries that were not answered 2xx. */
  readonly refused: number
  /** Events that were called new more than once. */
  readonly acceptedTwice: number
  readonly rowsFound: number
  readonly effectsExpected: number
  readonly effectsFound: number
}

export interface DuplicateOptions {
  readonly events: number
  readonly seed: number
  readonly postgresUrl?: string
}

const mostDeliveries = 50

/** Delivers each event 1 to 50 times to a real server: the first of all, and every second, 50 times at the same moment. */
export async function duplicateRun({ events: count, seed, postgresUrl }: DuplicateOptions): Promise<DuplicateReport> {
  const random = seededRandom(seed)
  const server = await RunningServer.start(postgresUrl === undefined ? {} : { postgresUrl })
  try {
    const { business } = await register(server)
    const webhooks = new VendorWebhooks(server)
    const target = { agentId: business.retellAgentId, number: business.phoneNumber }
    const events = Array.from({ length: count }, (_, index) => crashEvent(index, target))
    const answers: Answer[][] = []
    for (const [index, event] of events.entries())
      answers.push(
        await deliverOften(webhooks, event, index % 2 === 0 ? undefined : 1 + Math.floor(random() * mostDeliveries)),
      )
    const wanting = events.filter(({ wants }) => wants !== undefined)
    const countEffects = async () => wanting.reduce((sum, { from }) => sum + countTextsTo(server, from), 0)
    await eventually(countEffects, (effects) => effects >= wanting.length, 60_000).catch(() => undefined)
    return {
      database: postgresUrl === undefined ? 'PGlite' : 'Postgres',
      seed,
      events: count,
      deliveries: answers.flat().length,
      refused: answers.flat().filter(({ status }) => status !== 200).length,
      acceptedTwice: answers.filter((each) => each.filter(({ isNew }) => isNew).length !== 1).length,
      rowsFound: await countRows(server, events),
      effectsExpected: wanting.length,
      effectsFound: await countEffects(),
    }
  } finally {
    await server.dispose()
  }
}

interface Answer {
  readonly status: number
  readonly isNew: boolean
}

/** One after the other; undefined: 50 at the same moment. */
async function deliverOften(webhooks: VendorWebhooks, event: CrashEvent, times: number | undefined): Promise<Answer[]> {
  const deliver = async (): Promise<Answer> => {
    const answer =
      event.provider === 'retell' ? await webhooks.retell(event.payload) : await webhooks.telnyx(event.payload)
    const body = (await answer.json()) as { duplicate?: boolean }
    return { status: answer.status, isNew: body.duplicate === false }
  }
  if (times === undefined) return Promise.all(Array.from({ length: mostDeliveries }, deliver))
  const answers: Answer[] = []
  for (let time = 0; time < times; time += 1) answers.push(await deliver())
  return answers
}

async function countRows(server: RunningServer, events: readonly CrashEvent[]): Promise<number> {
  const ids = events.map(({ recordId }) => `'${recordId}'`).join(', ')
  const rows = await server.sql(
    `SELECT provider_call_id AS id FROM calls WHERE provider_call_id IN (${ids})
     UNION ALL SELECT provider_message_id FROM sms_logs WHERE direction = 'inbound' AND provider_message_id IN (${ids})`,
  )
  return rows.length
}
