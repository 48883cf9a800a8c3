import { runWithRetries } from '../../domain/run-with-retries.ts'
import { StepError, toRecordedFailure } from '../../domain/step-error.ts'
import type { Json, RetryPolicy, StepContext, Workflow, WorkflowContext } from '../../ports/workflows.ts'
import type { Clock } from '../../../kernel/ports/clock.ts'
import { type RecordedOutcome, type RecordedWorkflow, restore, store } from './memory-workflow-record.ts'

/** `stopping`: running steps are still written down; `dead`: nothing is. */
export type EnginePhase = 'new' | 'running' | 'stopping' | 'dead'

interface EngineView {
  readonly clock: Clock
  readonly phase: () => EnginePhase
}

interface Sleeper {
  readonly wakeAtMs: number
  readonly wake: () => void
}

/** One execution of a workflow's body, in one engine. It dies with the engine; what it recorded stays. */
export class MemoryRun implements WorkflowContext {
  readonly id: string
  readonly ended: Promise<void>
  hasEnded = false
  readonly #record: RecordedWorkflow
  readonly #engine: EngineView
  #sleepers: Sleeper[] = []
  #onSleep: Array<() => void> = []
  #sleepCount = 0
  readonly #runningSteps = new Set<Promise<RecordedOutcome>>()

  constructor(workflow: Workflow, record: RecordedWorkflow, engine: EngineView) {
    this.id = record.id
    this.#record = record
    this.#engine = engine
    this.ended = this.#run(workflow)
  }

  /** Earliest end of a sleep or retry wait, in milliseconds of the clock. */
  get nextWakeUpMs(): number | undefined {
    return this.#sleepers.length === 0 ? undefined : Math.min(...this.#sleepers.map(({ wakeAtMs }) => wakeAtMs))
  }

  /** Waits for the steps that are at work; one that waits for its next try does not count. */
  async stepsDone(): Promise<void> {
    await Promise.race([Promise.all(this.#runningSteps), this.asleep()])
  }

  /** Resolves when only the clock can take the run further. */
  async asleep(): Promise<void> {
    if (this.#sleepers.length > 0) return
    await new Promise<void>((resolve) => this.#onSleep.push(resolve))
  }

  wakeDue(): void {
    const nowMs = this.#engine.clock.now().getTime()
    const due = this.#sleepers.filter(({ wakeAtMs }) => wakeAtMs <= nowMs)
    this.#sleepers = this.#sleepers.filter(({ wakeAtMs }) => wakeAtMs > nowMs)
    for (const { wake } of due) wake()
  }

  async step<Result extends Json | void>(
    name: string,
    work: (step: StepContext) => Promise<Result>,
    retry?: RetryPolicy,
  ): Promise<Result> {
    const outcome = this.#record.steps.get(name) ?? (await this.#perform(name, work, retry))
    if ('failure' in outcome) throw new StepError(outcome.failure)
    return restore<Result>(outcome.value)
  }

  async sleep(durationMs: number): Promise<void> {
    await this.#untilRunning()
    const position = this.#sleepCount
    this.#sleepCount += 1
    this.#record.sleeps[position] ??= this.#engine.clock.now().getTime() + durationMs
    await this.#sleepUntil(this.#record.sleeps[position])
    await this.#untilRunning()
  }

  async #perform<Result extends Json | void>(
    name: string,
    work: (step: StepContext) => Promise<Result>,
    retry: RetryPolicy | undefined,
  ): Promise<RecordedOutcome> {
    await this.#untilRunning()
    const attempt = () => work({ idempotencyKey: `${this.id}:${name}` })
    const wait = (durationMs: number) => this.#sleepUntil(this.#engine.clock.now().getTime() + durationMs)
    const step = runWithRetries(attempt, wait, retry).then(toOutcome, toFailure)
    this.#runningSteps.add(step)
    const outcome = await step
    this.#runningSteps.delete(step)
    if (this.#engine.phase() === 'dead') return forever()
    this.#record.steps.set(name, outcome)
    return outcome
  }

  async #run(workflow: Workflow): Promise<void> {
    const body = async () => workflow.run(this, restore(this.#record.input))
    const outcome = await body().then(toOutcome, toFailure)
    await this.#untilRunning()
    this.#record.outcome = outcome
    this.hasEnded = true
  }

  #sleepUntil(wakeAtMs: number): Promise<void> {
    if (wakeAtMs <= this.#engine.clock.now().getTime()) return Promise.resolve()
    return new Promise((wake) => {
      this.#sleepers.push({ wakeAtMs, wake })
      for (const resolve of this.#onSleep.splice(0)) resolve()
    })
  }

  async #untilRunning(): Promise<void> {
    if (this.#engine.phase() !== 'running') await forever()
  }
}

/** The body stays where it is, as in a process that died. */
function forever(): Promise<never> {
  return new Promise(() => {})
}

function toOutcome(value: Json | void): RecordedOutcome {
  return { value: store(value) }
}

function toFailure(error: unknown): RecordedOutcome {
  return { failure: toRecordedFailure(error) }
}
