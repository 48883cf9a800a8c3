import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { replaceParameters, type Step, type Values } from './one-by-one.ts'

export interface PgbenchRun {
  readonly url: string
  readonly script: string
  readonly variables?: Readonly<Record<string, string>>
  readonly clients: number
  readonly seconds: number
}

/**
 * Runs a script in prepared mode.
 *
 * @returns transactions a second
 */
export function runPgbench({ url, script, variables = {}, clients, seconds }: PgbenchRun): number {
  const folder = mkdtempSync(join(tmpdir(), 'cloudgreet-pgbench-'))
  const file = join(folder, 'script.sql')
  writeFileSync(file, script)
  const { hostname, port, username, pathname } = new URL(url)
  const server = ['-h', hostname, '-p', port, '-U', username]
  const load = ['-M', 'prepared', '-n', '-c', `${clients}`, '-j', '2', '-T', `${seconds}`, '-f', file]
  const defined = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`])
  try {
    const report = execFileSync('pgbench', [...server, ...load, ...defined, pathname.slice(1)], { encoding: 'utf8' })
    const failed = /number of failed transactions: (\d+)/.exec(report)?.[1]
    if (failed !== '0') throw new Error(`pgbench: ${failed} transactions failed.`)
    return Number(/tps = ([\d.]+)/.exec(report)?.[1])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export interface TwinOptions {
  /** Value of each parameter. */
  readonly values: Values
  /** SQL over pgbench variables for the parameters that differ in each transaction. */
  readonly varying: Readonly<Record<string, string>>
  /** Meta-commands that set those variables. */
  readonly head: readonly string[]
}

/** The steps as a pgbench script: one transaction, with a savepoint behind the first step. */
export function toPgbenchScript(
  steps: readonly Step[],
  { values, varying, head }: TwinOptions,
): Required<Pick<PgbenchRun, 'script' | 'variables'>> {
  const known = new Map(steps.reduce((all, step) => [...all, ...nullColumns(step)], Object.entries(values)))
  const variables: Record<string, string> = {}
  const body = steps.flatMap((step, index) => {
    const statement = replaceParameters(step.sql, step.types, pgbenchWriter({ known, varying, variables }))
    const end = Object.keys(step.row).length === 0 ? ';' : ` \\gset ${step.name}_row_`
    return [`${statement}${end}`, ...(index === 0 ? ['SAVEPOINT transition;'] : [])]
  })
  return { script: [...head, 'BEGIN;', ...body, 'COMMIT;', ''].join('\n'), variables }
}

interface Writer {
  readonly known: ReadonlyMap<string, unknown>
  readonly varying: Readonly<Record<string, string>>
  /** Filled with the variables that are constant. */
  readonly variables: Record<string, string>
}

/**
 * Writes the parameters of one statement. pgbench sends a variable once for each mention, so the second mention is
 * written as the number that the first one got.
 */
function pgbenchWriter({ known, varying, variables }: Writer): (name: string) => string {
  const places = new Map<string, number>()
  let count = 0
  return (name) => {
    const expression = varying[name]
    if (expression !== undefined) {
      count += expression.match(/(?<!:):[a-z_]+/g)?.length ?? 0
      return `(${expression})`
    }
    const value = known.get(name) ?? null
    const isFromRow = name.includes('_row_') && !known.has(name)
    if (value === null && !isFromRow) return 'NULL'
    if (!isFromRow) variables[name] = toText(value)
    const place = places.get(name)
    if (place !== undefined) return `$${place}`
    count += 1
    places.set(name, count)
    return `:${name}`
  }
}

function nullColumns({ name, row }: Step): [string, unknown][] {
  const empty = Object.keys(row).filter((column) => row[column] === null)
  return empty.map((column) => [`${name}_row_${column}`, null])
}

/** As PostgreSQL reads it: bytes in the escape format, which is as long as they are. */
function toText(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (!(value instanceof Uint8Array)) return String(value)
  const escaped = Array.from(value, (byte) => {
    if (byte === 0x5c) return '\\\\'
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`
  })
  return escaped.join('')
}
