import type pg from 'pg'

import type { Logger } from '../../../kernel/ports/logger.ts'
import type { Timer } from '../../../kernel/ports/timer.ts'
import { UnavailableError } from '../../../errors/unavailable-error.ts'
import { classifyFailure, isLostConnection } from '../../../postgres/database-failure.ts'
import { readDatabaseTime } from '../../../postgres/database-time.ts'
import type { Database } from '../../../postgres/open-database.ts'
import type { WakeUpBus } from '../../../realtime/ports/wake-up-bus.ts'
import type { InboundEvent, InboundReceipt, InboundTransition } from '../../domain/inbound-event.ts'
import { decideNextAttempt } from '../../domain/retry-ladder.ts'
import type { Inbox } from '../../ports/inbox.ts'
import { createAnswerRecorder } from './answer-recorder.ts'
import { applyInSavepoint, inTransaction, type OutcomeRow } from './apply-in-savepoint.ts'
import { boundedConnections } from './bounded-connections.ts'
import { prepareStatement } from './compose-inbound-statement.ts'
import { bind, bindTransition, type InboundStatements, toFrameValues, toUnreadableValues } from './inbound-values.ts'
import { insertInboxSql } from './statement-frame.ts'

export interface PostgresInboxSettings {
  readonly database: Database
  readonly statements: InboundStatements
  readonly timer: Timer
  readonly logger: Logger
  readonly bus: Pick<WakeUpBus, 'wake'>
  /** From 0 to below 1; spreads the retries. Default: `Math.random`. */
  readonly random?: (() => number) | undefined
  /** Longest wait for a free connection. Default: 500. */
  readonly connectionWaitMs?: number | undefined
  /** Longest work on one event, in milliseconds, before the vendor is told to come again. Default: 4,000. */
  readonly deadlineMs?: number | undefined
}

/** A receipt, and whether the business's readers have something new. */
interface Accepted {
  readonly receipt: InboundReceipt
  readonly hasNews: boolean
}

/**
 * The inbox in PostgreSQL or PGlite. The common case is one statement; when that fails and the line holds, the event
 * is stored all the same, applied in a savepoint, and retried when it cannot be applied.
 */
export function createPostgresInbox(settings: PostgresInboxSettings): Inbox {
  const { database, timer, logger, bus, connectionWaitMs = 500, deadlineMs = 4_000 } = settings
  const connections = boundedConnections({ pool: database.pool, timer, connectionWaitMs, deadlineMs })
  const answers = createAnswerRecorder({ database, timer, logger })
  return {
    accept: async (event) => {
      const { receipt, hasNews } = await committed(() => connections.use((client) => accept(settings, client, event)))
      if (hasNews && receipt.businessId !== undefined) bus.wake(receipt.businessId)
      if (receipt.conflict === true)
        logger.warn('A webhook came again with another body; the first was kept', {
          provider: event.provider,
          eventKey: event.eventKey,
        })
      return receipt
    },
    quarantine: async (event, reason) => {
      const statement = bind(quarantineStatement, { ...toUnreadableValues(event), inbox_error_class: reason })
      const { rowCount } = await committed(() => connections.use((client) => client.query(statement)))
      return rowCount === 1 ? 'quarantined' : 'duplicate'
    },
    recordAnswer: answers.record,
    stop: answers.flush,
  }
}

/** Whatever keeps an event from being committed is the same to the vendor: come again. */
async function committed<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (UnavailableError.isInstance(error)) throw error
    throw new UnavailableError('database_unavailable', 'The event could not be stored; deliver it again.', 1_000, {
      cause: error,
    })
  }
}

function accept(settings: PostgresInboxSettings, client: pg.PoolClient, event: InboundEvent): Promise<Accepted> {
  const { transition } = event
  return transition === undefined ? storeOnly(client, event) : acceptAtOnce(settings, client, { ...event, transition })
}

type ApplicableEvent = InboundEvent & { readonly transition: InboundTransition }

async function acceptAtOnce(
  settings: PostgresInboxSettings,
  client: pg.PoolClient,
  event: ApplicableEvent,
): Promise<Accepted> {
  try {
    const statement = bindTransition(settings.statements, 'accept', {
      transition: event.transition,
      frame: toFrameValues(event),
    })
    const { rows } = await client.query<OutcomeRow>(statement)
    return rows[0]?.stored === true ? toAccepted(rows[0]) : describeDuplicate(client, event)
  } catch (error) {
    if (isLostConnection(error)) throw error
    const { provider, eventType } = event
    settings.logger.warn('A webhook failed as one statement; it takes the general path', { error, provider, eventType })
    return acceptInSteps(settings, client, event)
  }
}

/** The general path: the row is stored whether or not it can be applied. */
async function acceptInSteps(
  settings: PostgresInboxSettings,
  client: pg.PoolClient,
  event: ApplicableEvent,
): Promise<Accepted> {
  const frame = toFrameValues(event)
  const accepted = await inTransaction(client, async () => {
    const stored = await client.query<{ business_id: OutcomeRow['business_id'] }>(bind(storeStatement, frame))
    const row = stored.rows[0]
    if (row === undefined) return undefined
    const { transition } = event
    const applied = await applyInSavepoint(client, () =>
      bindTransition(settings.statements, 'apply', { transition, frame }),
    )
    if (applied.isApplied)
      return toAccepted({ stored: true, business_id: row.business_id, seq: applied.row?.seq ?? null })
    await client.query(markFailedSql, await failureValues(settings, client, { event, error: applied.error }))
    settings.logger.error('A webhook is stored but could not be applied; it is tried again', {
      error: applied.error,
      inboxId: event.id,
    })
    return toAccepted({ stored: true, business_id: row.business_id, seq: null }, 'failed')
  })
  return accepted ?? describeDuplicate(client, event)
}

/** By the database's time, as the retries are. */
async function failureValues(
  { random = Math.random }: PostgresInboxSettings,
  client: pg.PoolClient,
  { event, error }: { readonly event: InboundEvent; readonly error: unknown },
): Promise<unknown[]> {
  const failedAt = await readDatabaseTime(client)
  return [event.id, classifyFailure(error), failedAt, decideNextAttempt(1, failedAt, random())]
}

/** Nobody knows the type: it is kept as `unrouted`, without a business. */
async function storeOnly(client: pg.PoolClient, event: InboundEvent): Promise<Accepted> {
  const frame = { ...toFrameValues(event), route_agent_id: undefined, route_number: undefined }
  const { rowCount } = await client.query(bind(storeStatement, frame))
  return rowCount === 1 ? { receipt: { outcome: 'unrouted' }, hasNews: false } : describeDuplicate(client, event)
}

function toAccepted(row: OutcomeRow, outcome: 'accepted' | 'failed' = 'accepted'): Accepted {
  if (row.business_id === null && outcome === 'accepted') return { receipt: { outcome: 'unrouted' }, hasNews: false }
  return { receipt: { outcome, businessId: row.business_id ?? undefined }, hasNews: row.seq !== null }
}

async function describeDuplicate(client: pg.PoolClient, event: InboundEvent): Promise<Accepted> {
  const { rows } = await client.query<{ business_id: OutcomeRow['business_id']; conflict: boolean }>({
    name: 'inbound_duplicate',
    text: duplicateSql,
    values: [event.provider, event.account, event.eventKey, event.bodyDigest],
  })
  const first = rows[0]
  const receipt: InboundReceipt = {
    outcome: 'duplicate',
    businessId: first?.business_id ?? undefined,
    ...(first?.conflict === true && { conflict: true }),
  }
  return { receipt, hasNews: false }
}

const storeStatement = prepareStatement('inbound_store', insertInboxSql())

const duplicateSql = `SELECT business_id, body_digest <> $4 AS conflict FROM webhook_inbox
  WHERE provider = $1 AND account = $2 AND event_key = $3`

const markFailedSql = `UPDATE webhook_inbox SET status = 'failed', attempts = 1, error_class = $2, first_failed_at = $3,
    last_failed_at = $3, next_attempt_at = $4
  WHERE id = $1`

const quarantineStatement = prepareStatement(
  'inbound_quarantine',
  `INSERT INTO webhook_inbox (id, provider, account, event_key, body, body_digest, received_at, status, error_class,
    attempts, first_failed_at, last_failed_at)
  VALUES (:inbox_id, :inbox_provider, :inbox_account, :inbox_event_key, :inbox_body, :inbox_body_digest,
    :inbox_received_at, 'quarantined', :inbox_error_class, 1, :inbox_received_at, :inbox_received_at)
  ON CONFLICT (provider, account, event_key) DO NOTHING`,
)
