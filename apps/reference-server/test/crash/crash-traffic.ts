import type { RunningServer } from '../support/running-server.ts'
import { retellEvent, textReceived, VendorWebhooks } from '../support/vendor-webhooks.ts'

/** What a text asks for outside the database; each comes from a number of its own. */
export type WantedEffect = 'help_reply' | 'optout_confirmation'

export interface CrashEvent {
  readonly key: string
  readonly payload: unknown
  readonly provider: 'retell' | 'telnyx'
  /** For calls: the vendor's id. For texts: the vendor's id of the message. */
  readonly recordId: string
  readonly from: string
  /** The number of ours that it reached. */
  readonly to: string
  readonly wants: WantedEffect | undefined
  acknowledged: boolean
}

export interface Target {
  readonly agentId: string
  readonly number: string
}

const texts: ReadonlyArray<readonly [body: string, wants: WantedEffect | undefined]> = [
  ['HELP', 'help_reply'],
  ['please stop texting me', 'optout_confirmation'],
  ['Are you open on Monday?', undefined],
]

/** Area codes in use in the US; with 555-0100 to 555-0199 they give each text a fictional number of its own. */
const areaCodes = [
  201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234,
  239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 272, 276, 281, 301, 302, 303, 304, 305, 307, 308,
  309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330, 331, 334, 336, 337, 339, 347, 351, 352,
  360, 361, 385, 386, 401, 402, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 415, 417, 419, 423, 424, 425, 430,
]

/** Numbers that people text from: with one business, each text comes from a number of its own. */
export const peoplePerBusiness = areaCodes.length * 100

/** The n-th event: calls and texts in turn, half of all asking for an effect outside. */
export function crashEvent(index: number, target: Target): CrashEvent {
  const from = `+1${areaCodes[Math.floor(index / 100) % areaCodes.length]}55501${String(index % 100).padStart(2, '0')}`
  if (index % 4 === 0) {
    const callId = `call_crash_${index}`
    const payload = retellEvent(index % 8 === 0 ? 'call_ended' : 'call_started', {
      callId,
      agentId: target.agentId,
      from,
      to: target.number,
    })
    return {
      key: callId,
      payload,
      provider: 'retell',
      recordId: callId,
      from,
      to: target.number,
      wants: undefined,
      acknowledged: false,
    }
  }
  const [body, wants] = texts[(index % 4) - 1] as (typeof texts)[number]
  const eventId = crypto.randomUUID()
  const messageId = crypto.randomUUID()
  const payload = textReceived({ eventId, messageId, from, to: target.number, body })
  return {
    key: eventId,
    payload,
    provider: 'telnyx',
    recordId: messageId,
    from,
    to: target.number,
    wants,
    acknowledged: false,
  }
}

/** Delivers events from several connections at once until told to stop; what is not acknowledged stays in the queue. */
export class Traffic {
  readonly events: CrashEvent[] = []
  inFlight = 0
  #stopped = false
  readonly #webhooks: VendorWebhooks
  readonly #targets: readonly Target[]

  /** @param targets - one for each {@link peoplePerBusiness} events, so that nobody texts one business twice */
  constructor(server: RunningServer, targets: readonly Target[]) {
    this.#webhooks = new VendorWebhooks(server)
    this.#targets = targets
  }

  /** Runs until {@link stop}; first delivers again what was never acknowledged, as the vendors do. */
  async flow(connections: number): Promise<void> {
    this.#stopped = false
    const again = this.unacknowledged()
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (!this.#stopped) await this.#deliver(again.shift() ?? this.#next())
      }),
    )
  }

  stop(): void {
    this.#stopped = true
  }

  /** Delivers what is left until all is acknowledged. */
  async finish(): Promise<void> {
    for (const event of this.unacknowledged()) await this.#deliver(event)
  }

  unacknowledged(): CrashEvent[] {
    return this.events.filter(({ acknowledged }) => !acknowledged)
  }

  #next(): CrashEvent {
    const index = this.events.length
    const target = this.#targets[Math.floor(index / peoplePerBusiness)]
    if (target === undefined) throw new Error('More events than people: give the traffic more businesses.')
    const event = crashEvent(index, target)
    this.events.push(event)
    return event
  }

  async #deliver(event: CrashEvent): Promise<void> {
    this.inFlight += 1
    try {
      const answer =
        event.provider === 'retell'
          ? await this.#webhooks.retell(event.payload)
          : await this.#webhooks.telnyx(event.payload)
      await answer.arrayBuffer()
      event.acknowledged ||= answer.status === 200
    } catch {
      // The line was cut by the kill: not acknowledged, so it is delivered again.
      this.#stopped = true
    } finally {
      this.inFlight -= 1
    }
  }
}
