import { expect, it } from 'vitest'

import { FakeClock } from '../../../kernel/testkit/fake-clock.ts'
import { RecordingLogger } from '../../../kernel/testkit/recording-logger.ts'
import type { Json, Workflow } from '../../ports/workflows.ts'
import { runToEnd } from '../../testkit/run-to-end.ts'
import { type CrashSubject, workflowCrashContract } from '../../testkit/workflow-crash-contract.ts'
import { workflowScenarios } from '../../testkit/workflow-scenarios.ts'
import { workflowsContract } from '../../testkit/workflows-contract.ts'
import { createMemoryWorkflowRecord } from './memory-workflow-record.ts'
import { createMemoryWorkflows } from './memory-workflows.ts'

const logger = new RecordingLogger()

workflowsContract({
  name: 'memory',
  makeSubject: async () => {
    const clock = new FakeClock()
    const engine = createMemoryWorkflows({ clock, logger })
    return {
      engine,
      finish: async (id) => {
        await runToEnd(engine, clock)
        return engine.state<Json>(id)
      },
      close: () => engine.stop(),
    }
  },
})

workflowCrashContract({ name: 'memory', makeSubject: async () => memoryCrashSubject() })

function memoryCrashSubject(): CrashSubject {
  const record = createMemoryWorkflowRecord()
  const clock = new FakeClock()
  const effects = new Map<string, string[]>()
  return {
    run: async ({ scenario, id, input = null, crashAt }) => {
      const engine = createMemoryWorkflows({ clock, logger, record })
      const crashed = new Promise<'crashed'>((resolve) => {
        const scenarios = workflowScenarios({
          note: async (effect) => void effects.set(id, [...(effects.get(id) ?? []), effect]),
          reach: async (point) => {
            if (point !== crashAt) return
            engine.crash()
            resolve('crashed')
            await new Promise(() => {})
          },
        })
        for (const workflow of scenarios) engine.register(workflow)
      })
      await engine.launch()
      await engine.start({ name: `scenario_${scenario}` } as Workflow, id, input)
      if (crashAt === 'sleeping') {
        await engine.settle()
        engine.crash()
        return undefined
      }
      const end = await Promise.race([crashed, runToEnd(engine, clock)])
      return end === 'crashed' ? undefined : engine.state<Json>(id)
    },
    effects: async (id) => effects.get(id) ?? [],
    close: async () => {},
  }
}

it('sleeps by the clock it was given, not anew after a restart', async () => {
  const clock = new FakeClock()
  const record = createMemoryWorkflowRecord()
  const sleeper: Workflow = { name: 'sleeper', run: (context) => context.sleep(60_000) }
  const first = createMemoryWorkflows({ clock, logger, record })
  first.register(sleeper)
  await first.launch()
  await first.start(sleeper, 'a', null)
  await first.settle()
  clock.advance(40_000)
  first.crash()

  const second = createMemoryWorkflows({ clock, logger, record })
  second.register(sleeper)
  await second.launch()
  clock.advance(19_999)
  await second.settle()
  expect(await second.state('a')).toEqual({ status: 'running' })
  clock.advance(1)
  await second.settle()
  expect(await second.state('a')).toEqual({ status: 'succeeded', output: undefined })
})

it('lets running steps finish when it stops, and keeps their result', async () => {
  const record = createMemoryWorkflowRecord()
  const engine = createMemoryWorkflows({ clock: new FakeClock(), logger, record })
  let finishStep = () => {}
  const slow: Workflow = {
    name: 'slow',
    run: async (context) => {
      await context.step('slow', () => new Promise<void>((resolve) => (finishStep = resolve)))
      await context.step('never', async () => {})
    },
  }
  engine.register(slow)
  await engine.launch()
  await engine.start(slow, 'a', null)
  const stopped = engine.stop()
  finishStep()
  await stopped
  expect([...(record.get('a')?.steps.keys() ?? [])]).toEqual(['slow'])
})

it('takes no work before its launch', async () => {
  const engine = createMemoryWorkflows({ clock: new FakeClock(), logger })
  const idle: Workflow = { name: 'idle', run: async () => null }
  engine.register(idle)
  await expect(engine.start(idle, 'a', null)).rejects.toMatchObject({ code: 'workflows_not_running' })
})
