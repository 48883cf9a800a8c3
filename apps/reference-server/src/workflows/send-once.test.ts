import { createContactGate } from '@cloudgreet/compliance'
import { createMemoryConsentLedger } from '@cloudgreet/compliance/memory'
import {
  type BusinessId,
  type Json,
  type PhoneNumber,
  type SentText,
  UpstreamError,
  type Workflow,
} from '@cloudgreet/core'
import { createMemoryWorkflows } from '@cloudgreet/core/memory'
import { FakeClock, RecordingLogger, runToEnd, SequentialIdSource } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

import { sendOnce } from './send-once.ts'

const recordDelayMs = 60_000
const text = {
  businessId: '00000000-0000-7000-8000-0000000000b1' as BusinessId,
  purpose: 'help_reply' as const,
  from: '+18335550100' as PhoneNumber,
  to: '+13125550142' as PhoneNumber,
  text: 'Example Plumbing: call (312) 555-0100.',
}

function noAnswer(): UpstreamError {
  return new UpstreamError('upstream_timeout', 'No answer.', {
    vendor: 'telnyx',
    outcome: 'unknown',
    isRetryable: true,
  })
}

function noTime(): UpstreamError {
  return new UpstreamError('upstream_rate_limited', 'Later.', {
    vendor: 'telnyx',
    outcome: 'refused',
    isRetryable: true,
  })
}

function refusal(): UpstreamError {
  return new UpstreamError('sender_not_verified', 'No.', { vendor: 'telnyx', outcome: 'refused', vendorCode: '40329' })
}

/** Runs the send with a vendor whose answers are given one by one and whose records lag. */
async function run(
  answers: readonly ('sent' | 'timeout_but_done' | 'timeout' | 'rate_limited' | 'refused')[],
  recordsLagMs = 0,
) {
  const clock = new FakeClock()
  const logger = new RecordingLogger()
  const taken: { readonly sent: SentText; readonly atMs: number }[] = []
  const queue = [...answers]
  const store = createMemoryConsentLedger({ ids: new SequentialIdSource(), clock })
  const sender = {
    send: async () => {
      const answer = queue.shift() ?? 'sent'
      const sent = { provider: 'telnyx', providerMessageId: `message-${taken.length + 1}` }
      if (answer === 'rate_limited') throw noTime()
      if (answer === 'refused') throw refusal()
      if (answer !== 'timeout') taken.push({ sent, atMs: clock.monotonicMs() })
      if (answer !== 'sent') throw noAnswer()
      return sent
    },
    find: async () => taken.find(({ atMs }) => clock.monotonicMs() - atMs >= recordsLagMs)?.sent,
  }
  const tools = { gate: createContactGate({ store, clock }), sender, clock, logger, recordDelayMs }
  const workflow: Workflow<Json, Json> = { name: 'send', run: (context) => sendOnce(context, tools, text) }
  const engine = createMemoryWorkflows({ clock, logger })
  engine.register(workflow)
  await engine.launch()
  await engine.start(workflow, 'workflow-1', null)
  await runToEnd(engine, clock)
  return { state: await engine.state('workflow-1'), timesSent: taken.length, logger }
}

describe('sendOnce', () => {
  it('sends once when the vendor answers', async () => {
    const { state, timesSent } = await run(['sent'])
    expect([state, timesSent]).toEqual([
      expect.objectContaining({ status: 'succeeded', output: expect.objectContaining({ outcome: 'sent' }) }),
      1,
    ])
  })

  it('fault 25: finds a text whose answer was lost, although the vendor records it late', async () => {
    const { state, timesSent } = await run(['timeout_but_done'], 45_000)
    expect([state, timesSent]).toEqual([
      expect.objectContaining({ output: expect.objectContaining({ outcome: 'sent', providerMessageId: 'message-1' }) }),
      1,
    ])
  })

  it('sends again when the vendor holds no record after the wait', async () => {
    const { state, timesSent } = await run(['timeout', 'sent'])
    expect([state, timesSent]).toEqual([
      expect.objectContaining({ output: expect.objectContaining({ outcome: 'sent' }) }),
      1,
    ])
  })

  it('waits while the vendor has no time', async () => {
    const { timesSent } = await run(['rate_limited', 'rate_limited', 'sent'])
    expect(timesSent).toBe(1)
  })

  it('ends at once, by name, when the vendor refuses for good', async () => {
    const { state, timesSent } = await run(['refused', 'sent'])
    expect(state).toMatchObject({
      output: { outcome: 'failed', code: 'sender_not_verified', vendorCode: '40329' },
    })
    expect(timesSent).toBe(0)
  })

  it('gives up by name when the vendor never answers', async () => {
    const { state, logger } = await run(Array.from({ length: 6 }, () => 'timeout' as const))
    expect(state).toMatchObject({ output: { outcome: 'unknown' } })
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ fields: expect.objectContaining({ errorCode: 'send_unknown' }) }),
    )
  })
})
