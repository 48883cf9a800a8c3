import { InvalidArgumentError } from '../../../errors/invalid-argument-error.ts'
import { UnavailableError } from '../../../errors/unavailable-error.ts'
import type { Clock } from '../../../kernel/ports/clock.ts'
import type { Logger } from '../../../kernel/ports/logger.ts'
import type { Json, Workflow, WorkflowEngine, WorkflowState } from '../../ports/workflows.ts'
import { type EnginePhase, MemoryRun } from './memory-run.ts'
import {
  createMemoryWorkflowRecord,
  type MemoryWorkflowRecord,
  type RecordedWorkflow,
  restore,
  store,
} from './memory-workflow-record.ts'

export interface MemoryWorkflowsOptions {
  /** Sleeps and waits between tries end by this clock; see {@link MemoryWorkflows.settle}. */
  readonly clock: Clock
  readonly logger: Logger
  /** What an earlier engine wrote down. Default: nothing. */
  readonly record?: MemoryWorkflowRecord
}

/** An engine for tests: real waits never happen, time passes only when the test moves the clock. */
export interface MemoryWorkflows extends WorkflowEngine {
  /** Dies like a killed process: nothing goes on, nothing more is recorded. Steps at work cannot be interrupted. */
  crash(): void
  /** Wakes what is due by the clock, then waits until every workflow has ended or waits for the clock. */
  settle(): Promise<void>
  /** When the next sleep or retry wait ends; undefined when nothing waits for the clock. */
  nextWakeUp(): Date | undefined
}

/** {@link WorkflowEngine.waitFor} answers `running` as soon as only the clock can bring the end. */
export function createMemoryWorkflows(options: MemoryWorkflowsOptions): MemoryWorkflows {
  return new MemoryEngine(options)
}

class MemoryEngine implements MemoryWorkflows {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #record: MemoryWorkflowRecord
  readonly #workflows = new Map<string, Workflow>()
  readonly #runs = new Map<string, MemoryRun>()
  #phase: EnginePhase = 'new'

  constructor({ clock, logger, record = createMemoryWorkflowRecord() }: MemoryWorkflowsOptions) {
    this.#clock = clock
    this.#logger = logger
    this.#record = record
  }

  register<Input extends Json, Output extends Json | void>(workflow: Workflow<Input, Output>): void {
    this.#workflows.set(workflow.name, workflow as unknown as Workflow)
  }

  async launch(): Promise<void> {
    this.#phase = 'running'
    for (const recorded of this.#record.values()) {
      if (recorded.outcome !== undefined) continue
      const workflow = this.#workflows.get(recorded.name)
      if (workflow === undefined)
        this.#logger.warn('Unfinished workflow is not registered', { workflow: recorded.name })
      else this.#run(workflow, recorded)
    }
  }

  async start<Input extends Json, Output extends Json | void>(
    workflow: Workflow<Input, Output>,
    id: string,
    input: Input,
  ): Promise<void> {
    const registered = this.#workflows.get(workflow.name)
    if (registered === undefined) throw new InvalidArgumentError(`The workflow ${workflow.name} is not registered.`)
    if (this.#phase !== 'running')
      throw new UnavailableError('workflows_not_running', 'The workflow engine takes no work now.')
    if (this.#record.has(id)) return
    const recorded: RecordedWorkflow = { id, name: workflow.name, input: store(input), steps: new Map(), sleeps: [] }
    this.#record.set(id, recorded)
    this.#run(registered, recorded)
  }

  async state<Output extends Json | void>(id: string): Promise<WorkflowState<Output> | undefined> {
    const recorded = this.#record.get(id)
    return recorded === undefined ? undefined : toState<Output>(recorded)
  }

  async waitFor<Output extends Json | void>(id: string): Promise<WorkflowState<Output> | undefined> {
    const run = this.#runs.get(id)
    if (run !== undefined) await Promise.race([run.ended, run.asleep()])
    return this.state<Output>(id)
  }

  async settle(): Promise<void> {
    const isDue = ({ nextWakeUpMs, hasEnded }: MemoryRun) =>
      !hasEnded && (nextWakeUpMs === undefined || nextWakeUpMs <= this.#clock.now().getTime())
    while (this.#phase === 'running') {
      const due = [...this.#runs.values()].filter(isDue)
      if (due.length === 0) return
      for (const run of due) run.wakeDue()
      await Promise.all(due.map((run) => Promise.race([run.ended, run.asleep()])))
    }
  }

  nextWakeUp(): Date | undefined {
    const times = [...this.#runs.values()].flatMap(({ nextWakeUpMs }) => nextWakeUpMs ?? [])
    return times.length === 0 ? undefined : new Date(Math.min(...times))
  }

  crash(): void {
    this.#phase = 'dead'
    this.#runs.clear()
  }

  async stop(): Promise<void> {
    this.#phase = 'stopping'
    await Promise.all([...this.#runs.values()].map((run) => run.stepsDone()))
    this.crash()
  }

  #run(workflow: Workflow, recorded: RecordedWorkflow): void {
    const engine = { clock: this.#clock, phase: () => this.#phase }
    this.#runs.set(recorded.id, new MemoryRun(workflow, recorded, engine))
  }
}

function toState<Output extends Json | void>({ outcome }: RecordedWorkflow): WorkflowState<Output> {
  if (outcome === undefined) return { status: 'running' }
  if ('value' in outcome) return { status: 'succeeded', output: restore<Output>(outcome.value) as Output }
  const { name, code, message } = outcome.failure
  return { status: 'failed', errorName: name, errorCode: code, errorMessage: message }
}
