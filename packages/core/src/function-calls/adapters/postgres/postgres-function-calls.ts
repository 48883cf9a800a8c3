import { type Selectable, sql } from 'kysely'

import type { Transaction, Transactions } from '../../../kernel/ports/transactions.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { executorOf } from '../../../postgres/postgres-transactions.ts'
import type { FunctionCall, FunctionCalls, FunctionOutcome } from '../../ports/function-calls.ts'

type CallRow = Selectable<CoreTables['function_calls']>

/** Function calls in PostgreSQL or PGlite: their key is the table's, so two of the same at once meet there. */
export function createPostgresFunctionCalls({ transactions }: { readonly transactions: Transactions }): FunctionCalls {
  return {
    once: (call, work) =>
      transactions.asTenant(call.businessId, async (transaction) => {
        const first = await claim(transaction, call)
        if (first !== undefined) return { ...toOutcome(first), isRepeat: true }
        const outcome = await work(transaction)
        await settle(transaction, call, outcome)
        return { ...outcome, isRepeat: false }
      }),
  }
}

/** Inserts the call's row, waiting for one of the same that is under way. @returns the first one, where it stands */
async function claim(transaction: Transaction, call: FunctionCall): Promise<CallRow | undefined> {
  while (!(await insert(transaction, call))) {
    const first = await select(transaction, call).selectAll().forUpdate().executeTakeFirst()
    // None: it was removed while we waited for it, and its successor stands there now.
    if (first === undefined) continue
    if (await isStanding(transaction, call, first)) return first
    await executorOf<CoreTables>(transaction)
      .deleteFrom('function_calls')
      .where('business_id', '=', call.businessId)
      .where('position', '=', first.position)
      .execute()
  }
  return undefined
}

async function insert(transaction: Transaction, call: FunctionCall): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await executorOf<CoreTables>(transaction)
    .insertInto('function_calls')
    .values({ ...toKey(call), called_at: call.calledAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

async function isStanding(transaction: Transaction, call: FunctionCall, first: CallRow): Promise<boolean> {
  if (!first.is_final) return false
  const later = await executorOf<CoreTables>(transaction)
    .selectFrom('function_calls')
    .select('position')
    .where('business_id', '=', call.businessId)
    .where('provider_call_id', '=', call.providerCallId)
    .where('subject_id', 'is not', null)
    .$if(call.meansCurrent !== true, (query) => query.where('subject_id', '=', first.subject_id))
    .where('is_final', '=', true)
    .where('position', '>', first.position)
    .executeTakeFirst()
  return later === undefined
}

async function settle(transaction: Transaction, call: FunctionCall, outcome: FunctionOutcome): Promise<void> {
  await executorOf<CoreTables>(transaction)
    .updateTable('function_calls')
    .set({
      code: outcome.code,
      answer: JSON.stringify(outcome.answer),
      is_final: outcome.isFinal,
      subject_id: outcome.subjectId ?? null,
    })
    .where(isRowOf(call))
    .execute()
}

function select(transaction: Transaction, call: FunctionCall) {
  return executorOf<CoreTables>(transaction).selectFrom('function_calls').where(isRowOf(call))
}

function isRowOf({ businessId, providerCallId, name, argumentsDigest }: FunctionCall) {
  return sql<boolean>`(business_id, provider_call_id, function, arguments_digest)
    = (${businessId}::uuid, ${providerCallId}, ${name}, ${argumentsDigest})`
}

function toKey({ businessId, providerCallId, name, argumentsDigest }: FunctionCall) {
  return {
    business_id: businessId,
    provider_call_id: providerCallId,
    function: name,
    arguments_digest: argumentsDigest,
  }
}

function toOutcome({ code, answer, is_final: isFinal, subject_id: subjectId }: CallRow): FunctionOutcome {
  return { code: code ?? '', answer, isFinal, ...(subjectId === null ? {} : { subjectId }) }
}
