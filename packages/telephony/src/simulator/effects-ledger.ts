import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'

import { collectionOfEffect, type LedgerEntry } from './domain/ledger-entry.ts'

/** The list of effects, on disk as JSON lines, kept across crashes of the server and of the simulator itself. */
export class EffectsLedger {
  readonly #entries: LedgerEntry[]
  readonly #file: string

  private constructor(file: string, entries: LedgerEntry[]) {
    this.#file = file
    this.#entries = entries
  }

  /** Reads the file, or starts it. A last line that a crash cut short is dropped: its effect was never answered. */
  static open(file: string): EffectsLedger {
    mkdirSync(dirname(file), { recursive: true })
    if (!existsSync(file)) return new EffectsLedger(file, [])
    const bytes = readFileSync(file)
    const wholeLength = bytes.lastIndexOf('\n') + 1
    if (wholeLength < bytes.length) truncateSync(file, wholeLength)
    const lines = bytes.subarray(0, wholeLength).toString('utf8').split('\n').filter(Boolean)
    return new EffectsLedger(file, lines.map(parseEntry))
  }

  /** Returns once the line is handed to the operating system; it then outlives this process. */
  append(entry: LedgerEntry): void {
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    this.#entries.push(entry)
  }

  entries(): readonly LedgerEntry[] {
    return this.#entries
  }
}

function parseEntry(line: string, index: number): LedgerEntry {
  const entry: unknown = JSON.parse(line)
  if (isEntry(entry)) return entry
  throw new Error(
    `Line ${index + 1} of the simulator's ledger is no effect that this version knows. Move the file away.`,
  )
}

function isEntry(value: unknown): value is LedgerEntry {
  return typeof value === 'object' && value !== null && 'effect' in value && String(value.effect) in collectionOfEffect
}
