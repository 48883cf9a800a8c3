import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import type { EventId } from '../../../kernel/domain/ids.ts'
import { FakeClock } from '../../../kernel/testkit/fake-clock.ts'
import type { EventReader } from '../../domain/stored-event.ts'
import { replayStoreContract, type ReplaySeed } from '../../testkit/replay-store-contract.ts'
import { createMemoryReplayStore } from './memory-replay-store.ts'

const [own, other] = [uuidSource.next<'Business'>(), uuidSource.next<'Business'>()]
const transition = { kind: 'thing_changed', parameters: {}, event: { type: 'thing_changed', data: {} } }

const reapply: EventReader = (stored) =>
  stored.body.length === 0
    ? { isReadable: false, reason: 'not_json' }
    : {
        ...stored,
        isReadable: true,
        eventType: 'thing.changed',
        occurredAt: stored.receivedAt,
        routing: {},
        transition,
      }

replayStoreContract({
  name: 'memory',
  makeSubject: async () => {
    const clock = new FakeClock('2026-01-16T00:00:00.000Z')
    const effects = new Map<EventId, number>()
    const nobodys = new Set<EventId>()
    let isBroken = false
    const store = createMemoryReplayStore({
      clock,
      apply: ({ id, businessId = own }) => {
        if (isBroken) throw new RangeError('A toy fault.')
        if (nobodys.has(id)) return undefined
        effects.set(id, (effects.get(id) ?? 0) + 1)
        return businessId
      },
    })
    return {
      store,
      reapply,
      own,
      put: async (seed) => {
        const event = toStored(seed)
        if (seed.of === 'nobody') nobodys.add(event.id)
        store.put(event)
        clock.advance(1)
        return event.id
      },
      statusOf: async (id) => store.get(id)?.status,
      countEffects: async (id) => effects.get(id) ?? 0,
      setBroken: async (broken) => void (isBroken = broken),
    }
  },
})

function toStored({ status = 'dead', of = 'own', isReadable = true, receivedAt, eventType }: ReplaySeed) {
  const id = uuidSource.next<'Event'>()
  return {
    id,
    provider: 'toy',
    account: 'main',
    eventKey: id,
    eventType: eventType ?? 'thing.changed',
    businessId: of === 'own' ? own : of === 'other' ? other : undefined,
    status,
    body: new Uint8Array(isReadable ? 1 : 0),
    receivedAt: receivedAt ?? new Date('2026-01-15T12:00:00.000Z'),
    occurredAt: undefined,
    attempts: status === 'dead' ? 9 : 1,
  }
}
