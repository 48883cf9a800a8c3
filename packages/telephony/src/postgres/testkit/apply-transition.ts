import { type BusinessId, uuidSource } from '@cloudgreet/core'
import type { Database, TransitionFragment } from '@cloudgreet/core/postgres'

export type AppliedTransition = {
  readonly business_id: BusinessId
  readonly subject_id: string
  readonly data: Record<string, Record<string, unknown>>
}

const placeholder = /'[^']*'|::|:([a-z_]+)/g

/** Runs a transition fragment alone, over an inbox row that the test makes up. */
export async function applyTransition(
  database: Database,
  fragment: TransitionFragment,
  {
    businessId,
    receivedAt,
    values,
  }: {
    readonly businessId: BusinessId | null
    readonly receivedAt: Date
    readonly values: Readonly<Record<string, unknown>>
  },
): Promise<readonly AppliedTransition[]> {
  const given: unknown[] = [uuidSource.next<'Event'>(), businessId, receivedAt]
  const members = fragment.members.map(({ name, sql }) => `${name} AS (${sql})`).join(', ')
  const numbered = members.replace(placeholder, (text, parameter: string | undefined) => {
    if (parameter === undefined) return text
    const value = values[parameter]
    const isJson = fragment.parameters[parameter] === 'jsonb' && value !== null && value !== undefined
    given.push(isJson && typeof value === 'object' ? JSON.stringify(value) : value)
    return `$${given.length}::${fragment.parameters[parameter]}`
  })
  const inbox = `inbox AS (SELECT $1::uuid AS id, $2::uuid AS business_id, $3::timestamptz AS received_at)`
  const { rows } = await database.pool.query<AppliedTransition>(
    `WITH ${inbox}, ${numbered} SELECT * FROM transition`,
    given,
  )
  return rows
}

/** A business of its own, as the only tenant of a test. */
export async function makeBusiness(database: Database): Promise<BusinessId> {
  const id = uuidSource.next<'Business'>()
  await database.pool.query(`INSERT INTO businesses (id, business_name) VALUES ($1, 'Bright Air')`, [id])
  return id
}
