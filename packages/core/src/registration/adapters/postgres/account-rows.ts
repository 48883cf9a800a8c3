import { EmailExistsError } from '../../../identity/ports/identity.ts'
import type { Transaction, Transactions } from '../../../kernel/ports/transactions.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { executorOf } from '../../../postgres/postgres-transactions.ts'
import type { EventOutbox } from '../../../realtime/ports/event-outbox.ts'
import type { RegistrationAttempt } from '../../domain/registration.ts'
import { RegistrationError } from '../../domain/registration-error.ts'
import type { RegistrationStore } from '../../ports/registration-store.ts'

type AccountRows = Pick<
  RegistrationStore,
  | 'createProfiles'
  | 'removeProfiles'
  | 'createBusiness'
  | 'removeBusiness'
  | 'activateBusiness'
  | 'deactivateBusiness'
  | 'findBusiness'
>

/** The rows of a new account: `users`, `custom_users`, `businesses`. */
export function accountRows(transactions: Transactions, outbox: Pick<EventOutbox, 'append'>): AccountRows {
  const inTransaction = <Result>(work: (transaction: Transaction) => Promise<Result>) =>
    transactions.asOwner('registration', work)
  return {
    createProfiles: (attempt) =>
      inTransaction((transaction) => insertProfiles(transaction, attempt)).catch(nameProfileError),
    removeProfiles: ({ userId }) =>
      inTransaction(async (transaction) => {
        const tables = executorOf<CoreTables>(transaction)
        await tables.deleteFrom('custom_users').where('id', '=', userId).execute()
        await tables.deleteFrom('users').where('id', '=', userId).execute()
      }),
    createBusiness: (attempt, event) =>
      inTransaction(async (transaction) => {
        if (await insertBusiness(transaction, attempt)) await outbox.append(event, transaction)
      }),
    removeBusiness: ({ businessId }) =>
      inTransaction(async (transaction) => {
        await executorOf<CoreTables>(transaction).deleteFrom('businesses').where('id', '=', businessId).execute()
      }),
    activateBusiness: ({ businessId }, { phoneNumber, retellAgentId, event }) =>
      inTransaction(async (transaction) => {
        const opened = await executorOf<CoreTables>(transaction)
          .updateTable('businesses')
          .set({ phone_number: phoneNumber, retell_agent_id: retellAgentId, status: 'active' })
          .where('id', '=', businessId)
          .where('status', '=', 'provisioning')
          .returning('id')
          .execute()
        if (opened.length === 1) await outbox.append(event, transaction)
      }),
    deactivateBusiness: ({ businessId }) =>
      inTransaction(async (transaction) => {
        await executorOf<CoreTables>(transaction)
          .updateTable('businesses')
          .set({ phone_number: null, retell_agent_id: null, status: 'provisioning' })
          .where('id', '=', businessId)
          .execute()
      }),
    findBusiness: ({ businessId }) => inTransaction((transaction) => selectBusiness(transaction, businessId)),
  }
}

async function insertProfiles(transaction: Transaction, { userId, profile }: RegistrationAttempt): Promise<void> {
  const tables = executorOf<CoreTables>(transaction)
  const { email, businessName, synthetic = false } = profile
  await tables
    .insertInto('users')
    .values({ id: userId, email, full_name: businessName })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  await tables
    .insertInto('custom_users')
    .values({ id: userId, email, role: 'owner', business_id: null, synthetic })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** Named causes of the two refusals that the database gives: no row of `auth.users`, and a second user of the address. */
function nameProfileError(error: unknown): never {
  const { code } = error as { readonly code?: unknown }
  if (code === '23503')
    throw new RegistrationError('auth_user_missing', 'The profile has no user in auth.users.', { cause: error })
  if (code === '23505') throw new EmailExistsError({ cause: error })
  throw error
}

/** @returns false when the row was there */
async function insertBusiness(
  transaction: Transaction,
  { businessId, userId, profile }: RegistrationAttempt,
): Promise<boolean> {
  const tables = executorOf<CoreTables>(transaction)
  const { businessName, email, phone, website, industry, timeZone, synthetic = false } = profile
  const inserted = await tables
    .insertInto('businesses')
    .values({
      id: businessId,
      business_name: businessName,
      owner_id: userId,
      email,
      forward_number: phone ?? null,
      website: website ?? null,
      industry: industry ?? null,
      synthetic,
      ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute()
  if (inserted.length === 0) return false
  await tables.updateTable('custom_users').set({ business_id: businessId }).where('id', '=', userId).execute()
  return true
}

async function selectBusiness(
  transaction: Transaction,
  businessId: RegistrationAttempt['businessId'],
): ReturnType<RegistrationStore['findBusiness']> {
  const row = await executorOf<CoreTables>(transaction)
    .selectFrom('businesses')
    .select(['id', 'business_name', 'phone_number', 'retell_agent_id'])
    .where('id', '=', businessId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (row === undefined || row.phone_number === null || row.retell_agent_id === null) return undefined
  const { id, business_name: businessName, phone_number: phoneNumber, retell_agent_id: retellAgentId } = row
  return { id, businessName, phoneNumber, retellAgentId }
}
