/**
 * A process that runs one workflow scenario on the DBOS engine and can be killed at a named point.
 *
 * Reads its orders as JSON from the first argument. Prints `reached` at the point where it is to be killed and then
 * hangs; else prints `ended <state as JSON>` and goes.
 */
import { appendFile } from 'node:fs/promises'

import { RecordingLogger } from '../src/kernel/testkit/recording-logger.ts'
import { openDatabase } from '../src/postgres/open-database.ts'
import { createDbosWorkflows } from '../src/workflows/adapters/dbos/dbos-workflows.ts'
import type { Workflow } from '../src/workflows/ports/workflows.ts'
import type { ScenarioRun } from '../src/workflows/testkit/workflow-crash-contract.ts'
import { workflowScenarios } from '../src/workflows/testkit/workflow-scenarios.ts'

export interface Orders extends ScenarioRun {
  /** Exactly one of the two. */
  readonly url?: string
  readonly folder?: string
  readonly effectsFile: string
  /** Default: `crashing`. */
  readonly executorId?: string
}

const orders = JSON.parse(process.argv[2] ?? '{}') as Orders
const { scenario, id, input = null, crashAt, url, folder, effectsFile, executorId = 'crashing' } = orders

async function hang(): Promise<void> {
  process.stdout.write('reached\n')
  await new Promise(() => setInterval(() => {}, 60_000))
}

const scenarios = workflowScenarios({
  note: (effect) => appendFile(effectsFile, `${id} ${effect}\n`),
  reach: async (point) => {
    if (point === crashAt) await hang()
  },
})
const database = await openDatabase(url === undefined ? { folder: folder as string } : { url })
const logger = new RecordingLogger()
const engine = createDbosWorkflows({ database, url, applicationVersion: 'test', executorId, logger })
for (const workflow of scenarios) engine.register(workflow)
await engine.launch()
await engine.start(scenarios.find(({ name }) => name === `scenario_${scenario}`) as Workflow, id, input)
if (crashAt === 'sleeping') {
  await engine.waitFor(id, 700)
  await hang()
}
const state = await engine.waitFor(id, 60_000)
await engine.stop()
await database.close()
process.stdout.write(`ended ${JSON.stringify(state)}\n`, () => process.exit(0))
