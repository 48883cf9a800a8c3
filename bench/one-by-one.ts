import type { CommonTableExpression, ComposedStatement } from '@cloudgreet/core/postgres'
import type pg from 'pg'

export type Values = Readonly<Record<string, unknown>>

/** A writing member of a composed statement as a statement of its own. */
export interface Step {
  /** The member's name. */
  readonly name: string
  /** With `:name` placeholders; what it reads of an earlier step is the parameter `<step>_row_<column>`. */
  readonly sql: string
  /** PostgreSQL type of each parameter. */
  readonly types: Readonly<Record<string, string>>
  /** What it returns, by column. */
  readonly row: Values
}

interface Column {
  readonly name: string
  readonly type: string
}

/**
 * Takes a composed statement apart. Each member that writes becomes a statement; members that only read stay inside
 * the statements that read them. Runs the steps once, with `values`, to learn what each returns, and undoes it.
 */
export async function splitStatement(
  client: pg.PoolClient,
  { members, parameters }: ComposedStatement,
  values: Values,
): Promise<Step[]> {
  const steps: Step[] = []
  const columns = new Map<string, readonly Column[]>()
  await client.query('BEGIN')
  for (const member of members.filter(isWriting)) {
    const { sql, rowTypes } = standAlone(member, members, columns)
    const types = { ...parameters, ...rowTypes }
    const known = steps.reduce((all, step) => ({ ...all, ...toRowValues(step) }), values)
    const result = await client.query<Values>(numbered(sql, types, known))
    const row = result.rows[0] ?? {}
    columns.set(member.name, await describe(client, result.fields))
    steps.push({ name: member.name, sql, types, row })
  }
  await client.query('ROLLBACK')
  return steps
}

/** The values that later steps read from a row that this step returned. */
export function toRowValues({ name, row }: Pick<Step, 'name' | 'row'>): Values {
  const entries = Object.entries(row).map(([column, value]) => [
    `${name}_row_${column}`,
    isJson(value) ? JSON.stringify(value) : value,
  ])
  return Object.fromEntries(entries)
}

/** Quoted text and casts first, so that no colon inside them counts. */
const token = /'(?:[^']|'')*'|"[^"]*"|::|:([a-z_][a-z0-9_]*)/gi

/** Replaces each mention of a parameter by what `write` makes of it, cast to its type. */
export function replaceParameters(
  sql: string,
  types: Readonly<Record<string, string>>,
  write: (name: string) => string,
): string {
  return sql.replace(token, (match, name: string | undefined) =>
    name === undefined ? match : `${write(name)}::${types[name]}`,
  )
}

/** The statement as a driver takes it. */
export function numbered(sql: string, types: Readonly<Record<string, string>>, values: Values) {
  const names: string[] = []
  const text = replaceParameters(sql, types, (name) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  return { text, values: names.map((name) => values[name] ?? null) }
}

function isWriting({ sql }: CommonTableExpression): boolean {
  return /^\s*(INSERT|UPDATE|DELETE)\b/i.test(sql)
}

/** The member's SQL behind a `WITH` of what it reads: earlier rows as parameters, reading members as they are. */
function standAlone(
  member: CommonTableExpression,
  members: readonly CommonTableExpression[],
  columns: ReadonlyMap<string, readonly Column[]>,
): { readonly sql: string; readonly rowTypes: Readonly<Record<string, string>> } {
  const needed = neededBy(member, members)
  const read = [member, ...needed.filter((other) => !isWriting(other))].map(({ sql }) => sql).join('\n')
  const rowTypes: Record<string, string> = {}
  const list = needed.map((other) => {
    if (!isWriting(other)) return `${other.name} AS MATERIALIZED (${other.sql})`
    const used = (columns.get(other.name) ?? []).filter(({ name }) => new RegExp(`\\b${name}\\b`).test(read))
    for (const { name, type } of used) rowTypes[`${other.name}_row_${name}`] = type
    return `${other.name} AS (SELECT ${used.map(({ name }) => `:${other.name}_row_${name} AS ${name}`).join(', ')})`
  })
  return { sql: list.length === 0 ? member.sql : `WITH ${list.join(',\n')}\n${member.sql}`, rowTypes }
}

/** Every member that this one reads, or that a reading member among them reads, in order. */
function neededBy(member: CommonTableExpression, members: readonly CommonTableExpression[]): CommonTableExpression[] {
  const found = new Set<CommonTableExpression>()
  const visit = ({ sql }: CommonTableExpression): void => {
    const sources = new Set([...sql.matchAll(/\b(?:FROM|JOIN)\s+([a-z_]+)/gi)].map(([, name]) => name))
    for (const other of members) {
      if (!sources.has(other.name) || found.has(other)) continue
      found.add(other)
      if (!isWriting(other)) visit(other)
    }
  }
  visit(member)
  return members.filter((other) => found.has(other))
}

async function describe(client: pg.PoolClient, fields: readonly pg.FieldDef[]): Promise<Column[]> {
  const { rows } = await client.query<{ type: string }>(
    'SELECT format_type(oid, NULL) AS type FROM unnest($1::oid[]) WITH ORDINALITY AS given (oid, place) ORDER BY place',
    [fields.map(({ dataTypeID }) => dataTypeID)],
  )
  return fields.map(({ name }, index) => ({ name, type: rows[index]?.type ?? 'text' }))
}

function isJson(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !Buffer.isBuffer(value)
}
