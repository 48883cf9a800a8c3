import { FakeTimer, RecordingLogger } from '@cloudgreet/core/testkit'
import { expect, it } from 'vitest'

import { startAgentChecks } from './agent-checks.ts'

it('checks at a random moment of the first interval, then once an interval, and ends a check that is on', async () => {
  const [timer, logger] = [new FakeTimer(), new RecordingLogger()]
  const signals: (AbortSignal | undefined)[] = []
  const upkeep = {
    checkAll: async (options?: { readonly signal?: AbortSignal }) => {
      signals.push(options?.signal)
      return { checked: 2, drifted: 1, failed: 0 }
    },
  }
  const checks = startAgentChecks({ upkeep, intervalMs: 1_000, random: () => 0.25, timer, logger })
  timer.advance(249)
  expect(signals).toHaveLength(0)
  timer.advance(1)
  await expect.poll(() => timer.size).toBe(1)
  timer.advance(1_000)
  await expect.poll(() => logger.lines.length).toBe(2)
  expect(logger.lines[0]).toMatchObject({ message: 'Agents checked', fields: { checked: 2, drifted: 1 } })
  await checks.stop()
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, true])
  timer.advance(10_000)
  expect(signals).toHaveLength(2)
})
