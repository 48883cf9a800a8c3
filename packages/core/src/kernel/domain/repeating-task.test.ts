import { describe, expect, it } from 'vitest'

import { FakeTimer } from '../testkit/fake-timer.ts'
import { RecordingLogger } from '../testkit/recording-logger.ts'
import { startRepeatingTask } from './repeating-task.ts'

function makeTask(run: () => Promise<void>) {
  const timer = new FakeTimer()
  const logger = new RecordingLogger()
  return { timer, logger, task: startRepeatingTask({ name: 'Count', run, intervalMs: 1_000, timer, logger }) }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('startRepeatingTask', () => {
  it('runs at the start, after each interval and when asked', async () => {
    let runs = 0
    const { timer, task } = makeTask(async () => void (runs += 1))
    await settle()
    expect(runs).toBe(1)
    timer.advance(1_000)
    await settle()
    expect(runs).toBe(2)
    task.trigger()
    await settle()
    expect(runs).toBe(3)
    expect(timer.size).toBe(1)
  })

  it('never overlaps, and merges what is asked during a run into one more', async () => {
    const finish: (() => void)[] = []
    const { task } = makeTask(() => new Promise<void>((resolve) => finish.push(resolve)))
    task.trigger()
    task.trigger()
    expect(finish).toHaveLength(1)
    finish[0]?.()
    await settle()
    expect(finish).toHaveLength(2)
    finish[1]?.()
    await settle()
    expect(finish).toHaveLength(2)
  })

  it('goes on after a run that throws', async () => {
    let runs = 0
    const { timer, logger } = makeTask(async () => {
      runs += 1
      throw new Error('away')
    })
    await settle()
    timer.advance(1_000)
    await settle()
    expect(runs).toBe(2)
    expect(logger.lines.map(({ message }) => message)).toEqual(['Count failed', 'Count failed'])
  })

  it('runs no more once stopped', async () => {
    let runs = 0
    const { timer, task } = makeTask(async () => void (runs += 1))
    await task.stop()
    timer.advance(5_000)
    task.trigger()
    await settle()
    expect(runs).toBe(1)
  })
})
