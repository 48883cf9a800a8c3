import { UpstreamError } from '../../errors/upstream-error.ts'
import type { Workflow } from '../ports/workflows.ts'

/** What the scenarios do outside the engine. */
export interface ScenarioWorld {
  /** Notes an effect where it outlives a crash. */
  note(effect: string): Promise<void>
  /** A named point inside a step. A run that is to crash here never returns from it. */
  reach(point: string): Promise<void>
}

/** The workflows that the contract suites run, over a world of the adapter's making. */
export function workflowScenarios({ note, reach }: ScenarioWorld): readonly Workflow[] {
  const effect = (name: string) => async () => {
    await note(name)
    await reach(name)
    return name
  }

  const threeSteps: Workflow = {
    name: 'scenario_three_steps',
    run: async (context, input) => {
      const first = await context.step('first', effect('first'))
      const second = await context.step('second', effect('second'))
      const third = await context.step('third', effect('third'))
      return { input, steps: [first, second, third] }
    },
  }

  const compensation: Workflow = {
    name: 'scenario_compensation',
    run: async (context) => {
      await context.step('make', effect('make'))
      try {
        await context.step('fail', async () => {
          await note('fail')
          throw refusal()
        })
      } catch (error) {
        const { code } = error as { readonly code: string }
        await context.step('undo_make', effect('undo_make'))
        await context.step('undo_rest', effect('undo_rest'))
        return { undoneBecause: code }
      }
    },
  }

  const failure: Workflow = {
    name: 'scenario_failure',
    run: async (context) => {
      await context.step('refused', async () => {
        await note('refused')
        throw refusal()
      })
    },
  }

  const retries: Workflow = {
    name: 'scenario_retries',
    run: async (context, input) => {
      const { failures, isPermanent } = input as { readonly failures: number; readonly isPermanent: boolean }
      let tries = 0
      return context.step(
        'flaky',
        async () => {
          tries += 1
          await note(`try ${tries}`)
          if (tries <= failures) throw refusal()
          return tries
        },
        { maxAttempts: 3, intervalMs: 1, shouldRetry: () => !isPermanent },
      )
    },
  }

  const keys: Workflow = {
    name: 'scenario_keys',
    run: (context) => context.step('keyed', async ({ idempotencyKey }) => idempotencyKey),
  }

  const sleeper: Workflow = {
    name: 'scenario_sleeper',
    run: async (context, input) => {
      await context.step('before', effect('before'))
      await context.sleep((input as { readonly sleepMs: number }).sleepMs)
      await context.step('after', effect('after'))
      return 'slept'
    },
  }

  return [threeSteps, compensation, failure, retries, keys, sleeper]
}

function refusal(): UpstreamError {
  return new UpstreamError('upstream_refused', 'The vendor said no.', { vendor: 'example', outcome: 'refused' })
}
