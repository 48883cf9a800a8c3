/** JSON: what a workflow may take, return and remember. It is stored in clear, so it never holds a secret. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

export interface RetryPolicy {
  /** Tries in all, the first included. Default: 1. */
  readonly maxAttempts?: number
  /** Wait before the second try, in milliseconds; it doubles after each further one. Default: 1,000. */
  readonly intervalMs?: number
  /** Whether this failure is worth another try. Default: each one is. */
  readonly shouldRetry?: (error: unknown) => boolean
}

export interface StepContext {
  /** `workflowId:step`, the same after a crash: hand it to the vendor, or look the effect up by it. */
  readonly idempotencyKey: string
}

/** What a workflow's body may use. Anything else it reads must come from its input or out of a step. */
export interface WorkflowContext {
  readonly id: string

  /**
   * Runs `work` and remembers its result: after a crash a finished step is not run again, an interrupted one is.
   * So a step runs at least once, and an effect in it must be keyed or probed.
   *
   * @param name - unique within the workflow
   * @throws {StepError} with the name, code and message of what `work` threw at its last try; that, too, is
   *   remembered, so a resumed workflow sees the same failure as the first run
   */
  step<Result extends Json | void>(
    name: string,
    work: (step: StepContext) => Promise<Result>,
    retry?: RetryPolicy,
  ): Promise<Result>

  /** Waits durably: a crash does not start the wait anew. */
  sleep(durationMs: number): Promise<void>
}

export interface Workflow<Input extends Json = Json, Output extends Json | void = Json | void> {
  /** Unique and stable: workflows that run through a deployment are found by it. */
  readonly name: string
  readonly run: (context: WorkflowContext, input: Input) => Promise<Output>
}

/** A workflow whose input the holder does not know: it can be registered, not started. */
export type AnyWorkflow = Workflow<never>

export type WorkflowState<Output> =
  | { readonly status: 'running' }
  | { readonly status: 'succeeded'; readonly output: Output }
  | { readonly status: 'failed'; readonly errorName: string; readonly errorCode: string; readonly errorMessage: string }

/** Durable execution: what was started is finished, through crashes, once for each id. */
export interface Workflows {
  /**
   * Starts the workflow unless one with this id was ever started; then it does nothing.
   * Returns once the start is durable, not when the work is done.
   *
   * @throws {InvalidArgumentError} when the workflow was not registered before `launch`
   * @throws {UnavailableError} `workflows_not_running` before `launch` and after `stop`
   */
  start<Input extends Json, Output extends Json | void>(
    workflow: Workflow<Input, Output>,
    id: string,
    input: Input,
  ): Promise<void>

  /** Undefined when nothing was started under the id. */
  state<Output extends Json | void>(id: string): Promise<WorkflowState<Output> | undefined>

  /** Waits at most `timeoutMs` for the end; answers `running` when it has not come. */
  waitFor<Output extends Json | void>(id: string, timeoutMs: number): Promise<WorkflowState<Output> | undefined>
}

/** The engine behind {@link Workflows}, as the composition root sees it. */
export interface WorkflowEngine extends Workflows {
  /** Makes the workflow known. Call for all of them before {@link launch}. */
  register<Input extends Json, Output extends Json | void>(workflow: Workflow<Input, Output>): void
  /** Takes up unfinished workflows of earlier runs and begins to work. */
  launch(): Promise<void>
  /** Stops taking up work, waits for running steps, keeps the rest for the next launch. */
  stop(): Promise<void>
}
