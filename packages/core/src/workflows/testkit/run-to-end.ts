import type { FakeClock } from '../../kernel/testkit/fake-clock.ts'
import type { MemoryWorkflows } from '../adapters/memory/memory-workflows.ts'

/** Moves the clock from wake-up to wake-up until no workflow waits any more. */
export async function runToEnd(workflows: MemoryWorkflows, clock: FakeClock): Promise<void> {
  await workflows.settle()
  for (let wakeUp = workflows.nextWakeUp(); wakeUp !== undefined; wakeUp = workflows.nextWakeUp()) {
    clock.set(wakeUp)
    await workflows.settle()
  }
}
