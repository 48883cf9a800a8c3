import { DBOS, type DBOSConfig } from '@dbos-inc/dbos-sdk'

import { InvalidArgumentError } from '../../../errors/invalid-argument-error.ts'
import { UnavailableError } from '../../../errors/unavailable-error.ts'
import type { Logger } from '../../../kernel/ports/logger.ts'
import type { Database } from '../../../postgres/open-database.ts'
import type { Json, Workflow, WorkflowEngine, WorkflowState } from '../../ports/workflows.ts'
import { StepGate, toDbosFunction } from './dbos-context.ts'
import { toDbosLogger } from './dbos-logger.ts'
import { type DeadExecutorReaper, startDeadExecutorReaper } from './dead-executor-reaper.ts'
import { ExecutorPresence } from './executor-presence.ts'
import { toWorkflowState } from './to-workflow-state.ts'
import { within } from './within.ts'

/** Longest wait for running steps at a stop, in milliseconds. */
const stopTimeoutMs = 10_000
/** How often a workflow that another run of the process started is looked at, in milliseconds. */
const pollingIntervalMs = 100

export interface DbosWorkflowsOptions {
  /** On PGlite the engine shares the one pool; on PostgreSQL it opens its own by `url`. */
  readonly database: Database
  /** The URL that `database` was opened with. Required on PostgreSQL; session mode or direct, never a transaction pooler. */
  readonly url?: string | undefined
  /** Only workflows of the same version are taken up after a restart: change it when a workflow's steps change. */
  readonly applicationVersion: string
  /**
   * This process's stable name (`server-1`). A restart under the same name takes up what the last one left at once;
   * on PostgreSQL another live process takes it over within about 10 s.
   */
  readonly executorId: string
  readonly logger: Logger
}

type DbosFunction = (id: string, input: Json) => Promise<Json | void>

/**
 * The durable engine, on DBOS: its tables live in the schema `dbos` of the same database.
 * DBOS is one per process, so only one engine may be launched at a time.
 *
 * @throws {InvalidArgumentError} on PostgreSQL without a `url`
 */
export function createDbosWorkflows(options: DbosWorkflowsOptions): WorkflowEngine {
  if (options.database.kind === 'postgres' && options.url === undefined)
    throw new InvalidArgumentError('The workflow engine needs the URL of the PostgreSQL database.')
  return new DbosEngine(options)
}

class DbosEngine implements WorkflowEngine {
  readonly #options: DbosWorkflowsOptions
  readonly #functions = new Map<string, DbosFunction>()
  /** Workflows of this process until they end. */
  readonly #running = new Map<string, Promise<unknown>>()
  readonly #gate = new StepGate()
  readonly #presence: ExecutorPresence | undefined
  #reaper: DeadExecutorReaper | undefined
  #isRunning = false

  constructor(options: DbosWorkflowsOptions) {
    this.#options = options
    // On PGlite there is one process, so nobody to take over from.
    if (options.database.kind === 'postgres' && options.url !== undefined)
      this.#presence = new ExecutorPresence({ ...options, url: options.url })
  }

  register<Input extends Json, Output extends Json | void>(workflow: Workflow<Input, Output>): void {
    const { name } = workflow
    const run = toDbosFunction(workflow as unknown as Workflow, this.#gate)
    this.#functions.set(name, DBOS.registerWorkflow(run, { name }))
  }

  async launch(): Promise<void> {
    await this.#presence?.assert()
    DBOS.setConfig(toDbosConfig(this.#options))
    await DBOS.launch()
    this.#isRunning = true
    if (this.#presence !== undefined)
      this.#reaper = startDeadExecutorReaper({ ...this.#options, presence: this.#presence })
  }

  async stop(): Promise<void> {
    this.#isRunning = false
    await this.#reaper?.stop()
    await this.#gate.close(stopTimeoutMs)
    await DBOS.shutdown({ deregister: true })
    await this.#presence?.leave()
  }

  async start<Input extends Json, Output extends Json | void>(
    workflow: Workflow<Input, Output>,
    id: string,
    input: Input,
  ): Promise<void> {
    const target = this.#functions.get(workflow.name)
    if (target === undefined) throw new InvalidArgumentError(`The workflow ${workflow.name} is not registered.`)
    this.#requireRunning()
    const handle = await DBOS.startWorkflow(target, { workflowID: id })(id, input)
    if (this.#running.has(id)) return
    const ended = handle.getResult().catch(() => {})
    this.#running.set(id, ended)
    void ended.then(() => this.#running.delete(id))
  }

  async state<Output extends Json | void>(id: string): Promise<WorkflowState<Output> | undefined> {
    this.#requireRunning()
    const status = await DBOS.getWorkflowStatus(id)
    return status === null ? undefined : toWorkflowState<Output>(status)
  }

  async waitFor<Output extends Json | void>(id: string, timeoutMs: number): Promise<WorkflowState<Output> | undefined> {
    const state = await this.state<Output>(id)
    if (state?.status !== 'running') return state
    const ended = this.#running.get(id)
    if (ended === undefined) await pollForEnd(id, timeoutMs)
    else await within(ended, timeoutMs)
    return this.state<Output>(id)
  }

  #requireRunning(): void {
    if (!this.#isRunning) throw new UnavailableError('workflows_not_running', 'The workflow engine takes no work now.')
  }
}

function toDbosConfig({ database, url, applicationVersion, executorId, logger }: DbosWorkflowsOptions): DBOSConfig {
  const shared = {
    name: 'cloudgreet',
    applicationVersion,
    executorID: executorId,
    logger: toDbosLogger(logger),
  }
  if (database.kind === 'postgres') return { ...shared, systemDatabaseUrl: url as string }
  return {
    ...shared,
    systemDatabasePool: database.pool,
    // Never connected to, but DBOS parses it.
    systemDatabaseUrl: 'postgres://cloudgreet@localhost/cloudgreet',
    useListenNotify: false,
    systemDatabasePollingConcurrency: 1,
  }
}

async function pollForEnd(id: string, timeoutMs: number): Promise<void> {
  await DBOS.getResult(id, { timeoutSeconds: timeoutMs / 1_000, pollingIntervalMs }).catch(() => {})
}
