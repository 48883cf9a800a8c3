import { DBOS } from '@dbos-inc/dbos-sdk'

import { runWithRetries } from '../../domain/run-with-retries.ts'
import { type RecordedFailure, StepError, toRecordedFailure } from '../../domain/step-error.ts'
import type { Json, RetryPolicy, StepContext, Workflow, WorkflowContext } from '../../ports/workflows.ts'
import { within } from './within.ts'

type StepOutcome<Result> = { readonly value: Result } | { readonly failure: RecordedFailure }

/** Lets the engine stop: no step begins after {@link close}, and those at work are waited for. */
export class StepGate {
  readonly #running = new Set<Promise<unknown>>()
  #isClosed = false

  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) return new Promise(() => {})
    const running = work()
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
      // The body must not go on to its next step, nor to its end: the next launch takes it from here.
      if (this.#isClosed) await new Promise(() => {})
    }
  }

  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true
    await within(Promise.allSettled(this.#running), timeoutMs)
  }
}

/**
 * Turns our workflow into the function that DBOS runs. What fails is thrown as a plain error of name, code and
 * message, which is all that DBOS then stores of it.
 */
export function toDbosFunction(workflow: Workflow, gate: StepGate): (id: string, input: Json) => Promise<Json | void> {
  return async (id, input) => {
    try {
      return await workflow.run(new DbosContext(id, gate), input)
    } catch (error) {
      if (isEnginesOwn(error)) throw error
      throw toStorableError(toRecordedFailure(error))
    }
  }
}

class DbosContext implements WorkflowContext {
  constructor(
    readonly id: string,
    private readonly gate: StepGate,
  ) {}

  async step<Result extends Json | void>(
    name: string,
    work: (step: StepContext) => Promise<Result>,
    retry?: RetryPolicy,
  ): Promise<Result> {
    const attempt = () => work({ idempotencyKey: `${this.id}:${name}` })
    // The outcome is stored as a value, so that the engine's own errors stay apart from the step's.
    const perform = async (): Promise<StepOutcome<Result>> => {
      try {
        return { value: await runWithRetries(attempt, waitInProcess, retry) }
      } catch (error) {
        return { failure: toRecordedFailure(error) }
      }
    }
    const outcome = await this.gate.pass(() => DBOS.runStep(perform, { name }))
    if ('failure' in outcome) throw new StepError(outcome.failure)
    return outcome.value
  }

  sleep(durationMs: number): Promise<void> {
    return DBOS.sleep(durationMs)
  }
}

function waitInProcess(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs))
}

/** DBOS steers by its own errors (another executor took over, cancelled): they pass through untouched. */
function isEnginesOwn(error: unknown): boolean {
  return error instanceof Error && 'dbosErrorCode' in error
}

function toStorableError({ name, code, message }: RecordedFailure): Error {
  const error = Object.assign(new Error(message), { name, code })
  delete error.stack
  return error
}
