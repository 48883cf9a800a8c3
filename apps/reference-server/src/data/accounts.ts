import type { BusinessId, Transactions, UserId } from '@cloudgreet/core'
import type { BusinessSummary, User } from '@cloudgreet/core/contract'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'

/** A person with their role and their business, as every request needs them. */
export interface Account {
  readonly user: User & { readonly id: UserId }
  readonly business: (BusinessSummary & { readonly id: BusinessId }) | null
}

/** Who may use the server: `custom_users` with their business. */
export interface Accounts {
  /** Undefined when the account is gone. */
  find(user: UserId): Promise<Account | undefined>
}

/** Reads as the owner: who somebody is must be known before there is a tenant. */
export function createAccounts(transactions: Transactions): Accounts {
  return {
    find: (user) =>
      transactions.asOwner('find_account', async (transaction) => {
        const row = await executorOf<CoreTables>(transaction)
          .selectFrom('custom_users as person')
          .leftJoin('businesses as business', 'business.id', 'person.business_id')
          .select(['person.id as user_id', 'person.email as user_email', 'person.role', 'business.id'])
          .select(['business.business_name', 'business.phone_number', 'business.retell_agent_id', 'business.status'])
          .where('person.id', '=', user)
          .executeTakeFirst()
        return row === undefined ? undefined : toAccount(row)
      }),
  }
}

interface AccountRow {
  readonly user_id: UserId
  readonly user_email: string
  readonly role: User['role']
  readonly id: BusinessId | null
  readonly business_name: string | null
  readonly phone_number: string | null
  readonly retell_agent_id: string | null
  readonly status: BusinessSummary['status'] | null
}

function toAccount(row: AccountRow): Account {
  const { id, business_name: businessName, status } = row
  const user = { id: row.user_id, email: row.user_email, role: row.role }
  if (id === null || businessName === null || status === null) return { user, business: null }
  return {
    user,
    business: { id, businessName, status, phoneNumber: row.phone_number, retellAgentId: row.retell_agent_id },
  }
}
