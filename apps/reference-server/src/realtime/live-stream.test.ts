import type { BusinessEvent, BusinessId, EventId, EventPage } from '@cloudgreet/core'
import { FakeTimer, RecordingLogger } from '@cloudgreet/core/testkit'
import { expect, it, vi } from 'vitest'

import { LiveStream, type StreamReader } from './live-stream.ts'

const business = '00000000-0000-7000-8000-00000000000b' as BusinessId

class FakeOutbox {
  readonly events: BusinessEvent[] = []
  oldest = 1

  append(): void {
    const seq = this.events.length + 1
    this.events.push({
      id: `event-${seq}` as EventId,
      businessId: business,
      seq,
      type: 'call_started',
      occurredAt: new Date(seq),
      data: {},
    })
  }

  async read(_business: BusinessId, afterSeq: number, limit: number): Promise<EventPage> {
    const lastSeq = this.events.length
    if (afterSeq + 1 < this.oldest) return { outcome: 'too_old', lastSeq }
    return { outcome: 'page', events: this.events.slice(afterSeq, afterSeq + limit), lastSeq }
  }
}

function openStream() {
  const outbox = new FakeOutbox()
  return { outbox, stream: new LiveStream({ business, outbox, timer: new FakeTimer(), logger: new RecordingLogger() }) }
}

function reader(position: number): StreamReader & { readonly got: (number | string)[] } {
  const got: (number | string)[] = []
  const send = (frame: string) => {
    const { seq, type } = JSON.parse(frame) as { seq?: number; type: string }
    got.push(seq ?? type)
  }
  return { position, got, send }
}

it('gives each reader what it lacks, replayed and live alike, once', async () => {
  const { outbox, stream } = openStream()
  for (let count = 0; count < 3; count += 1) outbox.append()
  const [late, current] = [reader(0), reader(2)]
  stream.add(late)
  stream.add(current)
  await vi.waitFor(() => expect([late.got, current.got]).toEqual([[1, 2, 3], [3]]))
  outbox.append()
  stream.wake()
  await vi.waitFor(() =>
    expect([late.got, current.got]).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]),
  )
  await stream.stop()
})

it('tells a reader to start anew when its position is no longer kept', async () => {
  const { outbox, stream } = openStream()
  for (let count = 0; count < 5; count += 1) outbox.append()
  outbox.oldest = 4
  const old = reader(1)
  stream.add(old)
  await vi.waitFor(() => expect(old.got).toEqual(['resync']))
  outbox.append()
  stream.wake()
  await vi.waitFor(() => expect(old.got).toEqual(['resync', 6]))
  await stream.stop()
})
