import { type RepeatingTask, startRepeatingTask } from '../../../kernel/domain/repeating-task.ts'
import type { BusinessId, EventId } from '../../../kernel/domain/ids.ts'
import type { Clock } from '../../../kernel/ports/clock.ts'
import type { Logger } from '../../../kernel/ports/logger.ts'
import type { Timer } from '../../../kernel/ports/timer.ts'
import type { Database } from '../../../postgres/open-database.ts'
import type { Json, Workflow, Workflows } from '../../../workflows/ports/workflows.ts'
import type { BusinessEvent } from '../../domain/business-event.ts'
import type { WakeUpBus } from '../../ports/wake-up-bus.ts'

/** What a follow-up workflow is started with; its id is `eventId`. */
export type FollowUpInput = {
  readonly businessId: BusinessId
  readonly eventId: EventId
  readonly type: string
  readonly data: BusinessEvent['data']
}

/** A workflow that the relay starts for an event. */
export type FollowUpWorkflow = Workflow<FollowUpInput, Json | void>

export interface OutboxRelaySettings {
  readonly database: Database
  readonly workflows: Pick<Workflows, 'start'>
  /** Finds the workflow that an event names. */
  readonly resolve: (name: string) => FollowUpWorkflow | undefined
  readonly logger: Logger
  readonly clock: Clock
  /** Rows in one batch. Default: 50. */
  readonly batchSize?: number | undefined
}

/** Turns outbox rows into durable workflows, outside any transaction. */
export interface OutboxRelay {
  /**
   * Starts what waits. A start that fails stays for the next run and holds nothing up.
   *
   * @returns how many were started
   */
  runOnce(): Promise<number>
  /** Runs at each wake-up, and at least every `intervalMs` (default: 5,000), until stopped. */
  start(settings: { readonly bus: WakeUpBus; readonly timer: Timer; readonly intervalMs?: number }): RepeatingTask
}

interface UnrelayedRow {
  readonly business_id: BusinessId
  readonly seq: string
  readonly id: EventId
  readonly type: string
  readonly data: BusinessEvent['data']
  readonly workflow: string
  readonly position: string
}

export function createOutboxRelay(settings: OutboxRelaySettings): OutboxRelay {
  const { database, logger, batchSize = 50 } = settings
  const runOnce = async (): Promise<number> => {
    let started = 0
    let after: UnrelayedRow | undefined
    for (;;) {
      const rows = await selectUnrelayed(database, { after, batchSize })
      started += await relay(settings, rows)
      after = rows.at(-1)
      if (after === undefined || rows.length < batchSize) return started
    }
  }
  return {
    runOnce,
    start: ({ bus, timer, intervalMs = 5_000 }) => {
      const task = startRepeatingTask({ name: 'Relay of follow-up work', run: runOnce, intervalMs, timer, logger })
      const unsubscribe = bus.subscribe(task.trigger)
      return {
        trigger: task.trigger,
        stop: () => {
          unsubscribe()
          return task.stop()
        },
      }
    },
  }
}

/** Oldest first, each once in a run, so that one that cannot start never hides those behind it. */
async function selectUnrelayed(
  { pool }: Database,
  { after, batchSize }: { readonly after: UnrelayedRow | undefined; readonly batchSize: number },
): Promise<UnrelayedRow[]> {
  const { rows } = await pool.query<UnrelayedRow>({
    name: 'outbox_unrelayed',
    text: `SELECT business_id, seq, id, type, data, workflow, created_at::text AS position FROM outbox
      WHERE workflow IS NOT NULL AND relayed_at IS NULL
        AND ($1::text IS NULL OR (created_at, id) > ($1::text::timestamptz, $2::uuid))
      ORDER BY created_at, id LIMIT $3`,
    values: [after?.position ?? null, after?.id ?? null, batchSize],
  })
  return rows
}

/** A crash between the start and the mark starts again, which does nothing: the event's id is the workflow's. */
async function relay(settings: OutboxRelaySettings, rows: readonly UnrelayedRow[]): Promise<number> {
  const started: EventId[] = []
  for (const row of rows) if (await startFollowUp(settings, row)) started.push(row.id)
  if (started.length > 0)
    await settings.database.pool.query('UPDATE outbox SET relayed_at = $2 WHERE id = ANY($1::uuid[])', [
      started,
      settings.clock.now(),
    ])
  return started.length
}

async function startFollowUp({ workflows, resolve, logger }: OutboxRelaySettings, row: UnrelayedRow): Promise<boolean> {
  const workflow = resolve(row.workflow)
  if (workflow === undefined) {
    logger.error('An event names a workflow that this server does not have', {
      workflow: row.workflow,
      eventId: row.id,
    })
    return false
  }
  try {
    await workflows.start(workflow, row.id, {
      businessId: row.business_id,
      eventId: row.id,
      type: row.type,
      data: row.data,
    })
    return true
  } catch (error) {
    logger.error('Follow-up work could not be started; it is tried again', {
      error,
      workflow: row.workflow,
      eventId: row.id,
    })
    return false
  }
}
