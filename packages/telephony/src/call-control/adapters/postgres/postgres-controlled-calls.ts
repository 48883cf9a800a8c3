import type { BusinessId, CallId, EventOutbox, IdSource, Transaction, Transactions } from '@cloudgreet/core'
import { executorOf } from '@cloudgreet/core/postgres'
import { type Selectable, sql } from 'kysely'

import { callStatusRanks } from '../../../calls/domain/call-facts.ts'
import type { TelephonyTables } from '../../../postgres/telephony-tables.ts'
import type { ControlledCall } from '../../domain/controlled-call.ts'
import type { ControlledCalls, ControlledLine, Move } from '../../ports/controlled-calls.ts'

export interface PostgresControlledCallsOptions {
  readonly transactions: Transactions
  readonly outbox: EventOutbox
  readonly ids: IdSource
}

type CallLine = Pick<Selectable<TelephonyTables['calls']>, 'provider_call_id' | 'from_number' | 'to_number'>
type ControlRow = Selectable<TelephonyTables['controlled_calls']>
type Subject = { readonly businessId: BusinessId; readonly callId: CallId }

/** What call control saw outranks whatever the cause of a hang-up suggests: see `callOutcomeRanks`. */
const controlOutcomeRank = 100

/** Controlled calls as PostgreSQL holds them. Each move locks the caller's row of `calls` first, the counter row last. */
export function createPostgresControlledCalls(options: PostgresControlledCallsOptions): ControlledCalls {
  return new PostgresControlledCalls(options)
}

class PostgresControlledCalls implements ControlledCalls {
  readonly #options: PostgresControlledCallsOptions

  constructor(options: PostgresControlledCallsOptions) {
    this.#options = options
  }

  find(businessId: BusinessId, callId: CallId): Promise<ControlledLine | undefined> {
    return this.#options.transactions.asTenant(businessId, async (transaction) => {
      const line = await selectLine(transaction, { businessId, callId })
      const row = await selectRow(transaction, { businessId, callId })
      return line && row && toControlledLine(line, row)
    })
  }

  move(businessId: BusinessId, callId: CallId, move: Move) {
    const subject = { businessId, callId }
    return this.#options.transactions.asTenant(businessId, async (transaction) => {
      const line = await selectLine(transaction, subject, 'for update')
      if (line === undefined) return undefined
      const known = await selectRow(transaction, subject)
      const before = known && toControlledCall(known)
      const after = move.decide(before, { isAgentTalking: await isAgentTalking(transaction, subject, known) })
      if (after === undefined) return undefined
      const row =
        after === before && known !== undefined ? known : await store(transaction, subject, { known, after, move })
      if (after !== before) await this.#tellOthers(transaction, subject, { line, before, after, at: move.at })
      return { ...toControlledLine(line, row), isMine: row.moved_by === move.key }
    })
  }

  async noteRegistration(businessId: BusinessId, callId: CallId): Promise<void> {
    await this.#options.transactions.asTenant(businessId, (transaction) =>
      executorOf<TelephonyTables>(transaction)
        .updateTable('controlled_calls')
        .set({ may_be_registered: true })
        .where('business_id', '=', businessId)
        .where('call_id', '=', callId)
        .execute(),
    )
  }

  /** The row in `calls`, Retell's row beside it, and the business's stream. */
  async #tellOthers(
    transaction: Transaction,
    subject: Subject,
    {
      line,
      before,
      after,
      at,
    }: { line: CallLine; before: ControlledCall | undefined; after: ControlledCall; at: Date },
  ): Promise<void> {
    await recordOutcome(transaction, subject, after)
    if (after.agentCallId === null) return
    if (before?.agentCallId !== after.agentCallId)
      await hideAgentCall(transaction, subject, {
        id: this.#options.ids.next<'Call'>(),
        agentCallId: after.agentCallId,
        line,
        at,
      })
    if (after.state !== 'with_agent' || before?.state === 'with_agent') return
    const agentCall = await showAgentCall(transaction, subject, after.agentCallId)
    if (agentCall === undefined) return
    const event = { id: this.#options.ids.next<'Event'>(), type: 'call_superseded', occurredAt: at }
    const data = { supersededCallId: subject.callId, callId: agentCall }
    await this.#options.outbox.append({ ...event, businessId: subject.businessId, data }, transaction)
  }
}

function selectLine(
  transaction: Transaction,
  { businessId, callId }: Subject,
  lock?: 'for update',
): Promise<CallLine | undefined> {
  return executorOf<TelephonyTables>(transaction)
    .selectFrom('calls')
    .select(['provider_call_id', 'from_number', 'to_number'])
    .where('business_id', '=', businessId)
    .where('id', '=', callId)
    .where('provider', '=', 'telnyx')
    .$if(lock !== undefined, (query) => query.forUpdate())
    .executeTakeFirst()
}

function selectRow(transaction: Transaction, { businessId, callId }: Subject): Promise<ControlRow | undefined> {
  return executorOf<TelephonyTables>(transaction)
    .selectFrom('controlled_calls')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('call_id', '=', callId)
    .executeTakeFirst()
}

/** Retell's own word that the call has begun, whatever Telnyx's events say. */
async function isAgentTalking(
  transaction: Transaction,
  { businessId }: Subject,
  row: ControlRow | undefined,
): Promise<boolean> {
  if (row === undefined || row.agent_call_id === null) return false
  const call = await executorOf<TelephonyTables>(transaction)
    .selectFrom('calls')
    .select('started_at')
    .where('business_id', '=', businessId)
    .where('provider', '=', 'retell')
    .where('provider_call_id', '=', row.agent_call_id)
    .executeTakeFirst()
  return call !== undefined && call.started_at !== null
}

async function store(
  transaction: Transaction,
  { businessId, callId }: Subject,
  { known, after, move }: { known: ControlRow | undefined; after: ControlledCall; move: Move },
): Promise<ControlRow> {
  const hasMoved = known?.state !== after.state
  const values = {
    state: after.state,
    agent_call_id: after.agentCallId,
    failover_reason: after.failoverReason,
    is_line_up: after.isLineUp,
    outcome: after.outcome,
    moved_by: hasMoved ? move.key : known.moved_by,
    moved_at: hasMoved ? move.at : known.moved_at,
  }
  return executorOf<TelephonyTables>(transaction)
    .insertInto('controlled_calls')
    .values({ call_id: callId, business_id: businessId, ...values })
    .onConflict((conflict) => conflict.column('call_id').doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function recordOutcome(transaction: Transaction, { businessId, callId }: Subject, after: ControlledCall) {
  if (after.outcome === null && after.failoverReason === null) return
  await executorOf<TelephonyTables>(transaction)
    .updateTable('calls')
    .set({
      failover_reason: after.failoverReason,
      ...(after.outcome === null ? {} : { outcome: after.outcome, outcome_rank: controlOutcomeRank }),
    })
    .where('business_id', '=', businessId)
    .where('id', '=', callId)
    .execute()
}

/** Retell's call gets its row before Retell tells of it, so that it counts only once the agent has taken it. */
async function hideAgentCall(
  transaction: Transaction,
  { businessId, callId }: Subject,
  { id, agentCallId, line, at }: { id: CallId; agentCallId: string; line: CallLine; at: Date },
): Promise<void> {
  await sql`
    INSERT INTO calls (id, business_id, provider, provider_call_id, route, direction, from_number, to_number, status,
      status_rank, outcome_rank, disconnection_stage, first_seen_at, created_at, updated_at, superseded_by)
    VALUES (${id}, ${businessId}, 'retell', ${agentCallId}, 'call-control', 'inbound', ${line.from_number},
      ${line.to_number}, 'registered', ${callStatusRanks.registered}, 0, 0, ${at}, ${at}, ${at}, ${callId})
    ON CONFLICT (provider, provider_call_id) DO UPDATE SET superseded_by = EXCLUDED.superseded_by, route = EXCLUDED.route
    WHERE calls.business_id = EXCLUDED.business_id`.execute(executorOf<TelephonyTables>(transaction))
}

/** @returns the id of Retell's call, which from now on stands for the conversation */
async function showAgentCall(
  transaction: Transaction,
  { businessId, callId }: Subject,
  agentCallId: string,
): Promise<CallId | undefined> {
  const tables = executorOf<TelephonyTables>(transaction)
  const shown = await tables
    .updateTable('calls')
    .set({ superseded_by: null })
    .where('business_id', '=', businessId)
    .where('provider', '=', 'retell')
    .where('provider_call_id', '=', agentCallId)
    .returning('id')
    .executeTakeFirst()
  if (shown === undefined) return undefined
  await tables
    .updateTable('calls')
    .set({ superseded_by: shown.id })
    .where('business_id', '=', businessId)
    .where('id', '=', callId)
    .execute()
  return shown.id
}

function toControlledCall(row: ControlRow): ControlledCall {
  return {
    state: row.state,
    agentCallId: row.agent_call_id,
    failoverReason: row.failover_reason,
    isLineUp: row.is_line_up,
    outcome: row.outcome,
  }
}

function toControlledLine(line: CallLine, row: ControlRow): ControlledLine {
  return {
    call: toControlledCall(row),
    controlId: line.provider_call_id,
    from: line.from_number,
    to: line.to_number,
    movedAt: row.moved_at,
    movedBy: row.moved_by,
    mayBeRegistered: row.may_be_registered,
  }
}
