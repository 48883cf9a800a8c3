import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { InvalidArgumentError } from '../../errors/invalid-argument-error.ts'
import type { Json, Workflow, WorkflowEngine, WorkflowState } from '../ports/workflows.ts'
import { workflowScenarios } from './workflow-scenarios.ts'

export interface WorkflowsSubject {
  /** Not yet launched. */
  readonly engine: WorkflowEngine
  /** Waits for the workflow's end, moving the clock where that is what the engine waits for. */
  finish(id: string): Promise<WorkflowState<Json> | undefined>
  close(): Promise<void>
}

export interface WorkflowsContract {
  readonly name: string
  readonly makeSubject: () => Promise<WorkflowsSubject>
}

/** What every workflow engine does while it lives. Crashes: `workflowCrashContract`. */
export function workflowsContract({ name, makeSubject }: WorkflowsContract): void {
  describe(`${name} workflows`, () => {
    let effects: string[] = []
    let subject: WorkflowsSubject
    const scenarios = workflowScenarios({ note: async (effect) => void effects.push(effect), reach: async () => {} })

    beforeAll(async () => {
      subject = await makeSubject()
      for (const scenario of scenarios) subject.engine.register(scenario)
      await subject.engine.launch()
    }, 60_000)
    afterAll(() => subject.close(), 60_000)
    beforeEach(() => {
      effects = []
    })

    async function run(scenario: string, id: string, input: Json = null): Promise<WorkflowState<Json> | undefined> {
      const workflow = scenarios.find((candidate) => candidate.name === `scenario_${scenario}`)
      await subject.engine.start(workflow as Workflow, id, input)
      return subject.finish(id)
    }

    it('runs the steps in order and remembers the result', async () => {
      const output = { input: { asked: 'this' }, steps: ['first', 'second', 'third'] }
      expect(await run('three_steps', 'in-order', { asked: 'this' })).toEqual({ status: 'succeeded', output })
      expect(effects).toEqual(['first', 'second', 'third'])
      expect(await subject.engine.state('in-order')).toEqual({ status: 'succeeded', output })
    })

    it('does nothing for an id that was started before', async () => {
      await run('three_steps', 'twice', 'original')
      effects = []
      const again = await run('three_steps', 'twice', 'changed')
      expect(effects).toEqual([])
      expect(again).toMatchObject({ output: { input: 'original' } })
    })

    it('runs once when one id is started many times at once', async () => {
      await Promise.all(Array.from({ length: 5 }, () => run('three_steps', 'at-once')))
      expect(effects).toEqual(['first', 'second', 'third'])
    })

    it('keeps ids apart', async () => {
      await Promise.all([run('three_steps', 'one'), run('three_steps', 'other')])
      expect(effects.toSorted()).toEqual(['first', 'first', 'second', 'second', 'third', 'third'])
    })

    it('knows nothing of an id that was never started', async () => {
      expect(await subject.engine.state('never-started')).toBeUndefined()
      expect(await subject.engine.waitFor('never-started', 10)).toBeUndefined()
    })

    it('remembers a failure by name, code and message', async () => {
      expect(await run('failure', 'fails')).toEqual({
        status: 'failed',
        errorName: 'UpstreamError',
        errorCode: 'upstream_refused',
        errorMessage: 'The vendor said no.',
      })
      await run('failure', 'fails')
      expect(effects).toEqual(['refused'])
    })

    it('lets the body catch the failure of a step and undo', async () => {
      const state = await run('compensation', 'undoes')
      expect(state).toEqual({ status: 'succeeded', output: { undoneBecause: 'upstream_refused' } })
      expect(effects).toEqual(['make', 'fail', 'undo_make', 'undo_rest'])
    })

    it('tries a step again as its policy says', async () => {
      expect(await run('retries', 'succeeds-late', { failures: 2, isPermanent: false })).toMatchObject({ output: 3 })
    })

    it('gives up after the last try', async () => {
      const state = await run('retries', 'gives-up', { failures: 9, isPermanent: false })
      expect(state).toMatchObject({ status: 'failed', errorCode: 'upstream_refused' })
      expect(effects).toEqual(['try 1', 'try 2', 'try 3'])
    })

    it('does not try again what the policy calls permanent', async () => {
      await run('retries', 'permanent', { failures: 9, isPermanent: true })
      expect(effects).toEqual(['try 1'])
    })

    it('gives each step a key of workflow and step', async () => {
      expect(await run('keys', 'keyed-workflow')).toMatchObject({ output: 'keyed-workflow:keyed' })
    })

    it('sleeps and goes on', async () => {
      expect(await run('sleeper', 'sleeps', { sleepMs: 20 })).toEqual({ status: 'succeeded', output: 'slept' })
      expect(effects).toEqual(['before', 'after'])
    })

    it('refuses a workflow that was not registered', async () => {
      const unknown: Workflow = { name: 'scenario_unknown', run: async () => null }
      await expect(subject.engine.start(unknown, 'unknown', null)).rejects.toSatisfy((error) =>
        InvalidArgumentError.isInstance(error),
      )
    })
  })
}
