import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it, vi } from 'vitest'

import { createTelnyxKeyPair } from '../webhooks/adapters/node-crypto/telnyx-keys.ts'
import { runSimulator } from './run-simulator.ts'

it('says on one line of JSON where it listens', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vendor-simulator-'))
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const simulator = await runSimulator({
    SIMULATOR_LEDGER_FILE: join(folder, 'ledger.jsonl'),
    SIMULATOR_RETELL_API_KEY: 'test-retell-key',
    SIMULATOR_TELNYX_API_KEY: 'test-telnyx-key',
    SIMULATOR_TELNYX_PRIVATE_KEY: createTelnyxKeyPair().privateKey,
  })
  const lines = write.mock.calls.map(([line]) => String(line))
  write.mockRestore()
  expect(lines).toEqual([`{"listening":{"port":${simulator.port}}}\n`])
  const health = await fetch(`${simulator.controlUrl}/health`)
  expect(await health.json()).toEqual({ status: 'ok' })
  await simulator.stop()
  await rm(folder, { recursive: true, force: true })
})

it('names every variable that is missing, and no value', async () => {
  const environment = { SIMULATOR_LEDGER_FILE: 'ledger.jsonl', SIMULATOR_RETELL_API_KEY: 'test-retell-key' }
  await expect(runSimulator(environment)).rejects.toThrow(
    'The simulator needs SIMULATOR_TELNYX_API_KEY, SIMULATOR_TELNYX_PRIVATE_KEY.',
  )
})
