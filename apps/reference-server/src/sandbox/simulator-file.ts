import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

/** In the data folder: says where the simulator of this folder runs. */
export const simulatorFileName = 'simulator.json'
/** In the data folder: everything that the simulated vendors did. */
export const simulatorLedgerName = 'simulator-ledger.jsonl'
/** In the data folder: every call that the simulated OpenAI got. */
export const openAiLedgerName = 'openai-ledger.jsonl'

const simulatorEntrySchema = z.object({
  pid: z.number().int(),
  /** The server whose webhooks it calls. */
  serverUrl: z.string(),
  retellBaseUrl: z.string(),
  telnyxBaseUrl: z.string(),
  openAiBaseUrl: z.string(),
  controlUrl: z.string(),
  openAiControlUrl: z.string(),
})

export type SimulatorEntry = z.infer<typeof simulatorEntrySchema>

/** Undefined when no simulator wrote the file, or only a half of it. */
export async function readSimulatorFile(folder: string): Promise<SimulatorEntry | undefined> {
  const text = await readFile(join(folder, simulatorFileName), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return simulatorEntrySchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
