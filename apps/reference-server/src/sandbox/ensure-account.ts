import { randomBytes } from 'node:crypto'

import { type BusinessId, type EmailAddress, parseEmailAddress, type UserId } from '@cloudgreet/core'
import type { User } from '@cloudgreet/core/contract'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'

import type { Services } from '../composition/compose-services.ts'

type AccountServices = Pick<Services, 'identity' | 'transactions' | 'ids' | 'clock'>

export interface WantedAccount {
  readonly email: EmailAddress
  readonly password: string
  readonly name: string
  readonly role: User['role']
  readonly businessId?: BusinessId | undefined
  readonly synthetic?: boolean
}

/** 24 characters that nobody guesses. */
export function makePassword(): string {
  return randomBytes(18).toString('base64url')
}

/** Makes the account unless it exists; one that exists gets the password. */
export async function ensureAccount(services: AccountServices, wanted: WantedAccount): Promise<UserId> {
  const { identity, transactions, ids, clock } = services
  const found = await identity.findUserByEmail(wanted.email)
  const id = found?.id ?? ids.next<'User'>()
  if (found === undefined) {
    const passwordHash = await identity.hashPassword(wanted.password)
    await identity.createUser({ id, email: wanted.email, name: wanted.name, passwordHash })
  } else await ensurePassword(services, { id, email: wanted.email, password: wanted.password })
  await transactions.asOwner('ensure_account', async (transaction) => {
    const tables = executorOf<CoreTables>(transaction)
    const profile = { id, email: wanted.email, created_at: clock.now() }
    await tables
      .insertInto('users')
      .values({ ...profile, full_name: wanted.name })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await tables
      .insertInto('custom_users')
      .values({
        ...profile,
        role: wanted.role,
        business_id: wanted.businessId ?? null,
        synthetic: wanted.synthetic ?? false,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
  return id
}

/** Sets the password unless it is the one already. */
export async function ensurePassword(
  { identity }: Pick<Services, 'identity'>,
  { id, email, password }: { readonly id: UserId; readonly email: EmailAddress; readonly password: string },
): Promise<void> {
  if ((await identity.verifyPassword(email, password)) !== undefined) return
  await identity.setPassword(id, await identity.hashPassword(password))
}

/** `ADMIN_EMAIL` and `ADMIN_PASSWORD` make the first admin when there is none. */
export async function ensureFirstAdmin(services: Services): Promise<void> {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = services.settings
  if (email === undefined || password === undefined || (await hasAdmin(services))) return
  await ensureAccount(services, { email: parseEmailAddress(email), password, name: 'Admin', role: 'admin' })
}

function hasAdmin({ transactions }: Pick<Services, 'transactions'>): Promise<boolean> {
  return transactions.asOwner('find_admin', async (transaction) => {
    const admin = await executorOf<CoreTables>(transaction)
      .selectFrom('custom_users')
      .select('id')
      .where('role', '=', 'admin')
      .executeTakeFirst()
    return admin !== undefined
  })
}
