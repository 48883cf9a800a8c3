import { describe, expect, it, vi } from 'vitest'

import { UpstreamError } from '../errors/upstream-error.ts'
import { FakeClock } from '../kernel/testkit/fake-clock.ts'
import { FakeTimer } from '../kernel/testkit/fake-timer.ts'
import { RecordingLogger } from '../kernel/testkit/recording-logger.ts'
import { createUpstreamGuard } from './create-upstream-guard.ts'

const read = { operation: 'things.list', isRepeatable: true }
const send = { operation: 'things.make', isRepeatable: false }

function failure(status: number, details: { retryAfterMs?: number } = {}): UpstreamError {
  const hasFailed = status >= 500
  return new UpstreamError(hasFailed ? 'upstream_failed' : 'upstream_refused', `Answered with ${status}.`, {
    vendor: 'example',
    outcome: hasFailed ? 'unknown' : 'refused',
    isRetryable: hasFailed || status === 429,
    status,
    ...details,
  })
}

function makeSubject({ random = () => 0.5 }: { random?: () => number } = {}) {
  const clock = new FakeClock()
  const timer = new FakeTimer()
  const logger = new RecordingLogger()
  const guard = createUpstreamGuard({ vendor: 'example', clock, timer, logger, random })
  const pass = async (durationMs: number) => {
    clock.advance(durationMs)
    timer.advance(durationMs)
    await settle()
  }
  return { guard, timer, logger, clock, pass }
}

/** Lets what is already due run, until nothing more follows. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

/** A call under way, whose failure is looked at later. */
function begin<Answer>(answer: Promise<Answer>): Promise<Answer> {
  answer.catch(() => undefined)
  return answer
}

/** Work that fails as told, then succeeds. */
function failing(...errors: readonly Error[]) {
  const left = [...errors]
  return vi.fn(async () => {
    const error = left.shift()
    if (error !== undefined) throw error
    return 'done'
  })
}

async function failTimes(guard: ReturnType<typeof makeSubject>['guard'], times: number): Promise<void> {
  for (let call = 0; call < times; call += 1) await guard.run(send, failing(failure(503))).catch(() => undefined)
}

describe('fault 23: repeats of calls to a vendor', () => {
  it('makes at most three tries of a call that may be repeated, with full jitter between', async () => {
    const { guard, timer, pass } = makeSubject()
    const work = failing(failure(503), failure(502), failure(500), failure(500))
    const answer = begin(guard.run(read, work))
    await settle()
    await pass(124)
    expect(work).toHaveBeenCalledTimes(1)
    await pass(1)
    expect(work).toHaveBeenCalledTimes(2)
    await pass(250)
    expect(work).toHaveBeenCalledTimes(3)
    await expect(answer).rejects.toMatchObject({ status: 500 })
    expect(timer.size).toBe(0)
  })

  it('gives the answer of the try that succeeds', async () => {
    const { guard, pass } = makeSubject()
    const answer = guard.run(read, failing(failure(503)))
    await settle()
    await pass(125)
    await expect(answer).resolves.toBe('done')
  })

  it('makes one try of a call that may not be repeated', async () => {
    const { guard } = makeSubject()
    const work = failing(failure(503))
    await expect(guard.run(send, work)).rejects.toMatchObject({ status: 503 })
    expect(work).toHaveBeenCalledTimes(1)
  })

  it.each([400, 401, 404, 409, 422])('never repeats after status %i', async (status) => {
    const { guard } = makeSubject()
    const work = failing(failure(status))
    await expect(guard.run(read, work)).rejects.toMatchObject({ status })
    expect(work).toHaveBeenCalledTimes(1)
  })

  it('waits as long as the vendor asks', async () => {
    const { guard, pass } = makeSubject({ random: () => 0 })
    const work = failing(failure(429, { retryAfterMs: 3_000 }))
    const answer = guard.run(read, work)
    await settle()
    await pass(2_999)
    expect(work).toHaveBeenCalledTimes(1)
    await pass(1)
    await expect(answer).resolves.toBe('done')
  })

  it('hands a longer wait to the caller', async () => {
    const { guard } = makeSubject()
    const work = failing(failure(429, { retryAfterMs: 60_000 }))
    await expect(guard.run(read, work)).rejects.toMatchObject({ retryAfterMs: 60_000 })
    expect(work).toHaveBeenCalledTimes(1)
  })

  it('repeats no more than a tenth of the calls, beside a reserve of ten', async () => {
    const { guard, pass } = makeSubject()
    let tries = 0
    for (let call = 0; call < 1_000; call += 1) {
      let isFirst = true
      const answer = guard.run(read, async () => {
        tries += 1
        if (call % 3 > 0 || !isFirst) return 'done'
        isFirst = false
        throw failure(503)
      })
      void begin(answer)
      await settle()
      await pass(500)
    }
    expect(tries - 1_000).toBeGreaterThan(90)
    expect(tries - 1_000).toBeLessThanOrEqual(110)
  })

  it('leaves an error of our own alone', async () => {
    const { guard } = makeSubject()
    const work = failing(new TypeError('a bug'))
    await expect(guard.run(read, work)).rejects.toThrow(TypeError)
    expect(work).toHaveBeenCalledTimes(1)
  })
})

describe('fault 24: a vendor that hangs', () => {
  it('ends a try after ten seconds, tells the work, and leaves the outcome open', async () => {
    const { guard, pass } = makeSubject()
    let signal: AbortSignal | undefined
    const answer = begin(
      guard.run(send, (given) => {
        signal = given
        return new Promise(() => undefined)
      }),
    )
    await settle()
    await pass(9_999)
    expect(signal?.aborted).toBe(false)
    await pass(1)
    await expect(answer).rejects.toMatchObject({ code: 'upstream_timeout', outcome: 'unknown' })
    expect(signal?.aborted).toBe(true)
  })

  it('gives a call of its own less time', async () => {
    const { guard, pass } = makeSubject()
    const answer = begin(guard.run({ ...send, timeoutMs: 2_000 }, () => new Promise(() => undefined)))
    await settle()
    await pass(2_000)
    await expect(answer).rejects.toMatchObject({ code: 'upstream_timeout' })
  })

  it('stops calling after half of twenty calls failed, and says so at once and by name', async () => {
    const { guard, logger } = makeSubject()
    for (let call = 0; call < 10; call += 1) await guard.run(send, failing())
    await failTimes(guard, 9)
    expect(guard.health()).toEqual({ vendor: 'example', breaker: 'closed', calls: 19, failures: 9 })
    await failTimes(guard, 1)
    const work = failing()
    await expect(guard.run(read, work)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      outcome: 'refused',
      isRetryable: true,
      retryAfterMs: 30_000,
    })
    expect(work).not.toHaveBeenCalled()
    expect(guard.health().breaker).toBe('open')
    expect(logger.lines).toHaveLength(1)
  })

  it('goes on below twenty calls, and below half', async () => {
    const { guard } = makeSubject()
    await failTimes(guard, 19)
    expect(guard.health().breaker).toBe('closed')
    const { guard: other } = makeSubject()
    for (let call = 0; call < 20; call += 1) await other.run(send, failing())
    await failTimes(other, 19)
    expect(other.health().breaker).toBe('closed')
  })

  it('forgets calls after thirty seconds', async () => {
    const { guard, pass } = makeSubject()
    await failTimes(guard, 19)
    await pass(31_000)
    await failTimes(guard, 19)
    expect(guard.health()).toMatchObject({ breaker: 'closed', calls: 19 })
  })

  it('counts a refusal as an answer', async () => {
    const { guard } = makeSubject()
    for (let call = 0; call < 40; call += 1) await guard.run(send, failing(failure(422))).catch(() => undefined)
    expect(guard.health()).toMatchObject({ breaker: 'closed', calls: 40, failures: 0 })
  })

  it('sends one probe after thirty seconds, refuses the others meanwhile, and goes on when it succeeds', async () => {
    const { guard, pass, logger } = makeSubject()
    await failTimes(guard, 20)
    await pass(30_000)
    expect(guard.health().breaker).toBe('half_open')
    let answerProbe = (_answer: string): void => undefined
    const probe = guard.run(send, () => new Promise<string>((resolve) => (answerProbe = resolve)))
    await expect(guard.run(send, failing())).rejects.toMatchObject({ code: 'upstream_unavailable' })
    answerProbe('back')
    await expect(probe).resolves.toBe('back')
    expect(guard.health()).toMatchObject({ breaker: 'closed', calls: 0 })
    expect(logger.lines.map(({ message }) => message)).toEqual(['Calls to a vendor stopped', 'Calls to a vendor go on'])
  })

  it('stays open for thirty more seconds when the probe fails', async () => {
    const { guard, pass } = makeSubject()
    await failTimes(guard, 20)
    await pass(30_000)
    await failTimes(guard, 1)
    await pass(29_999)
    await expect(guard.run(send, failing())).rejects.toMatchObject({ code: 'upstream_unavailable' })
    await pass(1)
    await expect(guard.run(send, failing())).resolves.toBe('done')
  })

  it('keeps the error of the try before when the breaker refuses the repeat', async () => {
    const { guard, pass } = makeSubject()
    await failTimes(guard, 19)
    const answer = begin(guard.run(read, failing(failure(503))))
    await settle()
    await pass(1_000)
    await expect(answer).rejects.toMatchObject({ status: 503 })
  })
})
