import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { LedgerEntry } from './domain/ledger-entry.ts'
import { EffectsLedger } from './effects-ledger.ts'

const entry = (id: string): LedgerEntry => ({
  at: '2026-01-15T12:00:00.000Z',
  vendor: 'telnyx',
  effect: 'message_sent',
  key: `key-${id}`,
  id,
  detail: { text: 'Grüße, – 👋' },
})

describe('EffectsLedger', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'effects-ledger-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('has each effect on disk as soon as append returns', async () => {
    const file = join(folder, 'new', 'ledger.jsonl')
    const ledger = EffectsLedger.open(file)
    ledger.append(entry('1'))
    ledger.append(entry('2'))
    expect(
      (await readFile(file, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([entry('1'), entry('2')])
    expect(EffectsLedger.open(file).entries()).toEqual([entry('1'), entry('2')])
  })

  it('drops a last line that was cut short, and goes on after it', async () => {
    const file = join(folder, 'ledger.jsonl')
    await writeFile(file, `${JSON.stringify(entry('1'))}\n{"at":"2026-01-15T12:00:00.000Z","vendor":"tel`)
    const ledger = EffectsLedger.open(file)
    ledger.append(entry('2'))
    expect(EffectsLedger.open(file).entries()).toEqual([entry('1'), entry('2')])
  })

  it('refuses a file that another program wrote', async () => {
    const file = join(folder, 'ledger.jsonl')
    await writeFile(file, '{"effect":"moon_landing"}\n')
    expect(() => EffectsLedger.open(file)).toThrow('Line 1')
  })
})
