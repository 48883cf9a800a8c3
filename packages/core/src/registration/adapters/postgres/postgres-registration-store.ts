import type { PasswordHash } from '../../../identity/ports/identity.ts'
import type { RegistrationId } from '../../../kernel/domain/ids.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import type { Database } from '../../../postgres/open-database.ts'
import { type executorOf, postgresTransactions } from '../../../postgres/postgres-transactions.ts'
import type { EventOutbox } from '../../../realtime/ports/event-outbox.ts'
import type {
  RegistrationAttempt,
  RegistrationRecord,
  RegistrationStep,
  RegistrationStepRecord,
} from '../../domain/registration.ts'
import type { RegistrationStore, StepPlan, StepSettlement } from '../../ports/registration-store.ts'
import { accountRows } from './account-rows.ts'

type Tables = ReturnType<typeof executorOf<CoreTables>>

/** Keeps registrations in `registrations` and `registration_steps`, as the owner: they belong to no business yet. */
export function createPostgresRegistrationStore(options: {
  readonly database: Database
  readonly outbox: Pick<EventOutbox, 'append'>
}): RegistrationStore {
  const tables = options.database.tables<CoreTables>()
  return {
    ...attemptRows(tables),
    ...passwordRows(tables),
    ...stepRows(tables),
    ...accountRows(postgresTransactions(options.database), options.outbox),
  }
}

function attemptRows(tables: Tables): Pick<RegistrationStore, 'open' | 'find' | 'listUnfinished' | 'finish'> {
  return {
    open: async (attempt, passwordHash) => {
      const inserted = await tables
        .insertInto('registrations')
        .values(toRow(attempt, passwordHash))
        .onConflict((conflict) => conflict.column('email').where('status', 'in', ['provisioning', 'stuck']).doNothing())
        .returning('id')
        .execute()
      return inserted.length === 1 ? 'opened' : 'email_taken'
    },
    find: async (id) => {
      const row = await tables.selectFrom('registrations').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? undefined : toRecord(row)
    },
    listUnfinished: async () => {
      const unfinished = tables.selectFrom('registrations').select('id').where('status', '=', 'provisioning')
      return (await unfinished.orderBy('created_at').execute()).map(({ id }) => id)
    },
    finish: async (id, end, finishedAt) => {
      const code = end.status === 'active' ? null : end.code
      await tables
        .updateTable('registrations')
        .set({ status: end.status, code, finished_at: finishedAt, password_hash: null })
        .where('id', '=', id)
        .execute()
    },
  }
}

function passwordRows(tables: Tables): Pick<RegistrationStore, 'findPasswordHash' | 'forgetPassword'> {
  return {
    findPasswordHash: async (id) => {
      const row = await tables
        .selectFrom('registrations')
        .select('password_hash')
        .where('id', '=', id)
        .executeTakeFirst()
      return row?.password_hash ?? undefined
    },
    forgetPassword: async (id) => {
      await tables.updateTable('registrations').set({ password_hash: null }).where('id', '=', id).execute()
    },
  }
}

function stepRows(tables: Tables): Pick<RegistrationStore, 'planStep' | 'settleStep' | 'listSteps'> {
  return {
    planStep: async (id: RegistrationId, { step, position, plannedAt }: StepPlan) => {
      const inserted = await tables
        .insertInto('registration_steps')
        .values({
          registration_id: id,
          step,
          position,
          status: 'planned',
          planned_at: plannedAt,
          settled_at: null,
          error_code: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('step')
        .execute()
      return inserted.length === 1 ? 'planned' : 'planned_before'
    },
    settleStep: async (
      id: RegistrationId,
      step: RegistrationStep,
      { status, settledAt, errorCode }: StepSettlement,
    ) => {
      await tables
        .updateTable('registration_steps')
        .set({ status, settled_at: settledAt, error_code: errorCode ?? null })
        .where('registration_id', '=', id)
        .where('step', '=', step)
        .execute()
    },
    listSteps: async (id: RegistrationId) => {
      const steps = tables.selectFrom('registration_steps').selectAll().where('registration_id', '=', id)
      return (await steps.orderBy('position').execute()).map(toStepRecord)
    },
  }
}

function toRow(
  { id, userId, businessId, profile, evidence, createdAt }: RegistrationAttempt,
  passwordHash: PasswordHash,
) {
  return {
    id,
    email: profile.email,
    status: 'provisioning' as const,
    user_id: userId,
    business_id: businessId,
    form: JSON.stringify({ profile, evidence }),
    password_hash: passwordHash,
    code: null,
    created_at: createdAt,
    finished_at: null,
  }
}

type RegistrationRow = Pick<CoreTables['registrations'], 'id' | 'status' | 'user_id' | 'business_id' | 'code'> & {
  readonly form: Pick<RegistrationAttempt, 'profile' | 'evidence'>
  readonly created_at: Date
}

function toRecord({ id, status, user_id, business_id, code, form, created_at }: RegistrationRow): RegistrationRecord {
  const attempt = { id, userId: user_id, businessId: business_id, ...form, createdAt: created_at }
  if (status === 'provisioning') return { attempt }
  return { attempt, end: status === 'active' ? { status } : { status, code: code ?? 'unexpected_error' } }
}

function toStepRecord(row: CoreTables['registration_steps']): RegistrationStepRecord {
  const { step, position, status, planned_at: plannedAt, settled_at, error_code } = row
  return { step, position, status, plannedAt, settledAt: settled_at ?? undefined, errorCode: error_code ?? undefined }
}
