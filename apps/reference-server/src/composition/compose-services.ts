import { createDbosWorkflows } from '@cloudgreet/core/dbos'
import { createLocalWakeUpBus } from '@cloudgreet/core/memory'
import { createPostgresEventOutbox, createPostgresWakeUpBus, postgresTransactions } from '@cloudgreet/core/postgres'

import { LiveSecrets } from '../config/live-secrets.ts'
import { readConfiguration } from '../config/secrets-file.ts'
import { composeAgentFunctions } from './compose-agent-functions.ts'
import { composeCompliance } from './compose-compliance.ts'
import { composeInbound } from './compose-inbound.ts'
import { composeInsights } from './compose-insights.ts'
import { composePeople } from './compose-people.ts'
import { composeStores } from './compose-stores.ts'
import { composeWork } from './compose-work.ts'
import { type CompositionOptions, machine } from './composition-options.ts'
import { createVendors } from './create-vendors.ts'

/** Version of the workflows: change it when the steps of one change, so that none is resumed in the middle of another. */
const workflowVersion = '1'

export type Services = Awaited<ReturnType<typeof composeServices>>

/** Picks the adapter of every port. Nothing runs yet: see `startBackgroundWork`. */
export async function composeServices(options: CompositionOptions) {
  const { settings, database, logger } = options
  const shared = { ...machine, database, logger }
  const transactions = postgresTransactions(database)
  const bus = database.kind === 'postgres' ? await createPostgresWakeUpBus(shared) : createLocalWakeUpBus()
  const outbox = createPostgresEventOutbox({ database })
  const liveSecrets = new LiveSecrets({ ...shared, ...options, read: () => readConfiguration(process.env) })
  const vendors = createVendors({ ...machine, ...options, liveSecrets })
  const engine = createDbosWorkflows({
    ...shared,
    url: settings.DATABASE_URL,
    applicationVersion: workflowVersion,
    executorId: settings.CLOUDGREET_EXECUTOR_ID,
  })
  const base = { transactions, bus, outbox, liveSecrets, vendors, engine }
  const people = composePeople(options, base)
  const compliance = composeCompliance(options, transactions)
  const stores = composeStores(options, base)
  const work = composeWork(options, { ...base, ...people, ...compliance, ...stores })
  const insights = composeInsights(options, base)
  return {
    ...options,
    ...machine,
    ...base,
    ...people,
    ...compliance,
    ...stores,
    ...composeAgentFunctions({ ...shared, ...base, ...compliance }),
    ...composeInbound(options, { bus, controlsCalls: vendors.control !== undefined }),
    ...work,
    insights,
    /** All of them, for the engine to know before its launch. */
    workflows: [...work.workflows, insights.workflow],
  }
}
