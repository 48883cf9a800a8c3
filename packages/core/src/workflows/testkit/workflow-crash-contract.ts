import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Json, WorkflowState } from '../ports/workflows.ts'

export interface ScenarioRun {
  /** `three_steps`, `compensation`, `sleeper`. */
  readonly scenario: string
  readonly id: string
  readonly input?: Json
  /** Point inside a step, or `sleeping`, where the run dies. Absent: it lives until the workflow's end. */
  readonly crashAt?: string
}

export interface CrashSubject {
  /**
   * Launches an engine over what earlier runs left and starts the scenario under the id.
   *
   * @returns the final state; undefined when the run crashed as asked
   */
  run(scenario: ScenarioRun): Promise<WorkflowState<Json> | undefined>
  /** Everything noted under the id so far, in order, by all runs. */
  effects(id: string): Promise<readonly string[]>
  close(): Promise<void>
}

export interface WorkflowCrashContract {
  readonly name: string
  readonly makeSubject: () => Promise<CrashSubject>
}

/** What every workflow engine keeps through the death of its process. */
export function workflowCrashContract({ name, makeSubject }: WorkflowCrashContract): void {
  describe(`${name} workflows after a crash`, { timeout: 120_000 }, () => {
    let subject: CrashSubject
    beforeAll(async () => {
      subject = await makeSubject()
    }, 120_000)
    afterAll(() => subject.close(), 60_000)

    async function crashAndResume(
      run: ScenarioRun & { readonly crashAt: string },
    ): Promise<WorkflowState<Json> | undefined> {
      expect(await subject.run(run)).toBeUndefined()
      const { crashAt: _, ...resumed } = run
      return subject.run(resumed)
    }

    it('runs the interrupted step again and no finished one', async () => {
      const state = await crashAndResume({ scenario: 'three_steps', id: 'in-second', crashAt: 'second' })
      expect(state).toMatchObject({ status: 'succeeded', output: { steps: ['first', 'second', 'third'] } })
      expect(await subject.effects('in-second')).toEqual(['first', 'second', 'second', 'third'])
    })

    it('begins with the first step when that was interrupted', async () => {
      await crashAndResume({ scenario: 'three_steps', id: 'in-first', crashAt: 'first' })
      expect(await subject.effects('in-first')).toEqual(['first', 'first', 'second', 'third'])
    })

    it('goes on with a compensation that was interrupted, for the same reason', async () => {
      const state = await crashAndResume({ scenario: 'compensation', id: 'in-undo', crashAt: 'undo_make' })
      expect(state).toEqual({ status: 'succeeded', output: { undoneBecause: 'upstream_refused' } })
      expect(await subject.effects('in-undo')).toEqual(['make', 'fail', 'undo_make', 'undo_make', 'undo_rest'])
    })

    it('goes on with a sleep', async () => {
      const input = { sleepMs: 1_500 }
      const state = await crashAndResume({ scenario: 'sleeper', id: 'in-sleep', input, crashAt: 'sleeping' })
      expect(state).toEqual({ status: 'succeeded', output: 'slept' })
      expect(await subject.effects('in-sleep')).toEqual(['before', 'after'])
    })
  })
}
