import { SimulatorControl } from '@cloudgreet/telephony/simulator'

import type { SimulatorEntry } from '../sandbox/simulator-file.ts'
import { formatTable } from './format-table.ts'
import { endWith, exitCodes } from './server-address.ts'

/** How to ask for a fault, for the sentence about a wrong call. */
export const faultUsage =
  'npm run simulate -- fault <target> <kind> [--times n] [--delay ms] [--code 40300], -- faults [clear], -- ledger [--effect x]'

/** The simulated OpenAI has one endpoint, and a control API of its own. */
const openAiTarget = 'openai.completions'

export interface FaultFlags {
  readonly times?: string | undefined
  readonly delay?: string | undefined
  readonly code?: string | undefined
  readonly effect?: string | undefined
}

/** @returns false when the words are no order about faults or the ledger */
export async function controlFaults(
  simulator: SimulatorEntry,
  [what, ...words]: readonly string[],
  flags: FaultFlags,
): Promise<boolean> {
  if (what === 'fault') await addFault(simulator, words, flags)
  else if (what === 'faults') await (words[0] === 'clear' ? clearFaults(simulator) : listFaults(simulator))
  else if (what === 'ledger') await printLedger(simulator, flags.effect)
  else return false
  return true
}

async function addFault(simulator: SimulatorEntry, words: readonly string[], flags: FaultFlags): Promise<void> {
  const [target, kind] = words
  if (target === undefined || kind === undefined) endWith(exitCodes.badConfiguration, `Say which: ${faultUsage}`)
  const fault = { target, kind, times: toNumber(flags.times), delayMs: toNumber(flags.delay), code: flags.code }
  const { status, body } = await controlOf(simulator, target).post('/faults', fault)
  if (status !== 201)
    endWith(exitCodes.badConfiguration, String(body['message'] ?? `Refused: ${JSON.stringify(body['errors'])}`))
  print(`${target} meets ${kind}${flags.times === undefined ? ' once' : `, ${flags.times} times`}.\n`)
}

async function listFaults(simulator: SimulatorEntry): Promise<void> {
  const { faults, targets } = await new SimulatorControl(simulator.controlUrl).faults()
  const atOpenAi = await read(`${simulator.openAiControlUrl}/faults`, 'faults')
  const rows = [...faults, ...atOpenAi.map((kind) => ({ target: openAiTarget, kind, times: 1 }))]
  print(formatTable(rows.map(({ target, kind, times }) => ({ target, kind, times }))))
  print(`Targets: ${[...targets, openAiTarget].join(', ')}\n`)
}

async function clearFaults({ controlUrl, openAiControlUrl }: SimulatorEntry): Promise<void> {
  for (const url of [controlUrl, openAiControlUrl]) await new SimulatorControl(url).clearFaults()
  print('No faults are left.\n')
}

/** One JSON line for each effect, as the ledger's file has them. */
async function printLedger({ controlUrl, openAiControlUrl }: SimulatorEntry, effect?: string): Promise<void> {
  for (const url of [controlUrl, openAiControlUrl])
    for (const entry of await read(`${url}/ledger`, 'entries'))
      if (effect === undefined || Reflect.get(Object(entry), 'effect') === effect) print(`${JSON.stringify(entry)}\n`)
}

function controlOf({ controlUrl, openAiControlUrl }: SimulatorEntry, target: string): SimulatorControl {
  return new SimulatorControl(target === openAiTarget ? openAiControlUrl : controlUrl)
}

async function read(url: string, field: string): Promise<readonly unknown[]> {
  const answer = await fetch(url)
  return ((await answer.json()) as Readonly<Record<string, readonly unknown[]>>)[field] ?? []
}

/** What is no number goes to the simulator as it is, which says what is wrong with it. */
function toNumber(text: string | undefined): number | string | undefined {
  return text === undefined || Number.isNaN(Number(text)) ? text : Number(text)
}

function print(text: string): void {
  process.stdout.write(text)
}
