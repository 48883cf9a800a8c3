import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { UnavailableError } from '@cloudgreet/core'

import type { DataSecrets } from '../config/data-secrets.ts'
import {
  openAiLedgerName,
  readSimulatorFile,
  simulatorFileName,
  simulatorLedgerName,
  type SimulatorEntry,
} from './simulator-file.ts'

/** Longest wait for the simulator's start, in milliseconds. */
const startTimeoutMs = 20_000
const pollIntervalMs = 50

export interface SimulatorOptions {
  readonly dataFolder: string
  readonly secrets: DataSecrets
  /** Where the simulated vendors send their webhooks. */
  readonly serverUrl: string
}

/** The vendors' simulator, a process of its own: a crash of the server leaves it, and its ledger, alone. */
export interface RunningSimulator extends SimulatorEntry {
  stop(): Promise<void>
}

/** Takes over the simulator that an earlier server of this folder left running, or starts one over the same ledger. */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const left = await readSimulatorFile(options.dataFolder)
  if (left !== undefined && (await isHealthy(left)) && left.serverUrl === options.serverUrl)
    return toRunning(options, left)
  if (left !== undefined && (await isHealthy(left))) endProcess(left.pid)
  await rm(join(options.dataFolder, simulatorFileName), { force: true })
  spawnSimulator(options)
  return toRunning(options, await waitForStart(options.dataFolder))
}

function spawnSimulator({ dataFolder, secrets, serverUrl }: SimulatorOptions): void {
  const log = openSync(join(dataFolder, 'simulator.log'), 'a', 0o600)
  const child = spawn(process.execPath, [fileURLToPath(new URL('simulator-process.js', import.meta.url))], {
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      PATH: process.env['PATH'],
      SIMULATOR_DATA_DIR: dataFolder,
      SIMULATOR_SERVER_URL: serverUrl,
      SIMULATOR_LEDGER_FILE: join(dataFolder, simulatorLedgerName),
      SIMULATOR_RETELL_API_KEY: secrets.retellKey,
      SIMULATOR_RETELL_WEBHOOK_URL: `${serverUrl}/api/retell/webhook`,
      SIMULATOR_RETELL_FUNCTIONS_URL: `${serverUrl}/api/retell/functions`,
      SIMULATOR_TELNYX_API_KEY: secrets.telnyxApiKey,
      SIMULATOR_TELNYX_PRIVATE_KEY: secrets.telnyxPrivateKey,
      SIMULATOR_TELNYX_MESSAGING_WEBHOOK_URL: `${serverUrl}/api/sms/webhook`,
      SIMULATOR_OPENAI_API_KEY: secrets.openAiApiKey,
      SIMULATOR_OPENAI_LEDGER_FILE: join(dataFolder, openAiLedgerName),
    },
  })
  child.unref()
}

async function waitForStart(dataFolder: string): Promise<SimulatorEntry> {
  const attempts = startTimeoutMs / pollIntervalMs
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const entry = await readSimulatorFile(dataFolder)
    if (entry !== undefined) return entry
    await sleep(pollIntervalMs)
  }
  throw new UnavailableError(
    'simulator_not_started',
    `The simulator did not start; see ${join(dataFolder, 'simulator.log')}.`,
  )
}

async function isHealthy({ controlUrl }: SimulatorEntry): Promise<boolean> {
  return fetch(`${controlUrl}/health`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  )
}

function toRunning({ dataFolder }: SimulatorOptions, entry: SimulatorEntry): RunningSimulator {
  return {
    ...entry,
    stop: async () => {
      endProcess(entry.pid)
      await rm(join(dataFolder, simulatorFileName), { force: true })
    },
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // It has ended before.
  }
}
