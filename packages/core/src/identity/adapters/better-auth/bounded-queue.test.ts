import { expect, it } from 'vitest'

import { createBoundedQueue } from './bounded-queue.ts'

const full = new Error('full')
const makeQueue = () => createBoundedQueue({ maxRunning: 2, maxWaiting: 3, refuse: () => full })

it('never runs more at once than it may', async () => {
  let [running, most] = [0, 0]
  const queue = makeQueue()
  const work = async () => {
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
  }
  await Promise.all(Array.from({ length: 5 }, () => queue.run(work)))
  expect(most).toBe(2)
})

it('refuses what finds it full, and runs the rest', async () => {
  const queue = makeQueue()
  const settled = await Promise.allSettled(Array.from({ length: 7 }, async (_, index) => queue.run(async () => index)))
  expect(settled.map(({ status }) => status)).toEqual([...Array(5).fill('fulfilled'), 'rejected', 'rejected'])
  expect(settled.at(-1)).toMatchObject({ reason: full })
})

it('goes on after work that fails', async () => {
  const queue = makeQueue()
  const failing = Array.from({ length: 5 }, () => queue.run(() => Promise.reject(full)))
  await Promise.allSettled(failing)
  expect(await queue.run(async () => 'done')).toBe('done')
})
