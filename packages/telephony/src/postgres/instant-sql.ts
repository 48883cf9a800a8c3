/** SQL that writes a timestamptz as the contract does: `2026-01-15T12:00:00.000Z`. No `:name` stands in it. */
export function instantSql(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24":"MI":"SS.MS"Z"')`
}
