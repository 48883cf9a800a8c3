import type { BusinessId, EventOutbox, Logger, Timer, WakeUpBus } from '@cloudgreet/core'
import type { WebSocket } from 'ws'

import { RequestError } from '../http/request-error.ts'
import { LiveStream, type StreamReader } from './live-stream.ts'

const maxPerBusiness = 50
const maxPerToken = 5
/** Bytes that may wait for a client that does not read. */
const maxQueuedBytes = 1_048_576
const pingIntervalMs = 30_000
/** Messages from one client between two pings; it has nothing to say. */
const maxMessages = 600

const closeCodes = { goingAway: 1001, policy: 1008, tryAgainLater: 1013 } as const

export interface LiveSocketsOptions {
  readonly outbox: EventOutbox
  readonly bus: Pick<WakeUpBus, 'subscribe'>
  readonly timer: Timer
  readonly logger: Logger
}

export interface SocketSeat {
  readonly businessId: BusinessId
  readonly tokenId: string
}

interface OpenSocket {
  readonly socket: WebSocket
  readonly seat: SocketSeat
  isAlive: boolean
  messages: number
}

/** The open sockets of this process: who may have one, what they hear, when they are closed. */
export class LiveSockets {
  readonly #options: LiveSocketsOptions
  readonly #streams = new Map<BusinessId, LiveStream>()
  readonly #sockets = new Set<OpenSocket>()
  readonly #unsubscribe: () => void
  #cancelPing: () => void

  constructor(options: LiveSocketsOptions) {
    this.#options = options
    this.#unsubscribe = options.bus.subscribe((business) => this.#streams.get(business)?.wake())
    this.#cancelPing = options.timer.after(pingIntervalMs, () => this.#ping())
  }

  get size(): number {
    return this.#sockets.size
  }

  /** @throws {RequestError} 429 `too_many_sockets` */
  requireSeat({ businessId, tokenId }: SocketSeat): void {
    const seats = [...this.#sockets].map(({ seat }) => seat)
    const ofBusiness = seats.filter((seat) => seat.businessId === businessId).length
    const ofToken = seats.filter((seat) => seat.tokenId === tokenId).length
    if (ofBusiness >= maxPerBusiness || ofToken >= maxPerToken)
      throw new RequestError(429, 'too_many_sockets', 'Too many live connections; close one first.', { retryAfter: 30 })
  }

  /** @param after - the newest event that the client has */
  add(socket: WebSocket, seat: SocketSeat, after: number): void {
    const open: OpenSocket = { socket, seat, isAlive: true, messages: 0 }
    const reader: StreamReader = { position: after, send: (frame) => sendTo(socket, frame) }
    const stream = this.#streamOf(seat.businessId)
    this.#sockets.add(open)
    stream.add(reader)
    socket.on('pong', () => (open.isAlive = true))
    socket.on('message', () => {
      open.messages += 1
      if (open.messages > maxMessages) socket.close(closeCodes.policy, 'too many messages')
    })
    // A broken frame or a cut line: `close` follows.
    socket.on('error', () => {})
    socket.once('close', () => {
      this.#sockets.delete(open)
      stream.remove(reader)
      if (stream.size === 0) this.#streams.delete(seat.businessId)
    })
  }

  /** Tells all clients to come again, to another server. */
  async close(): Promise<void> {
    this.#unsubscribe()
    this.#cancelPing()
    for (const { socket } of this.#sockets) socket.close(closeCodes.goingAway, 'server is stopping')
    await Promise.all([...this.#streams.values()].map((stream) => stream.stop()))
  }

  /** Ends what did not close when asked to. */
  terminate(): void {
    for (const { socket } of this.#sockets) socket.terminate()
  }

  #streamOf(business: BusinessId): LiveStream {
    const known = this.#streams.get(business)
    if (known !== undefined) return known
    const stream = new LiveStream({ business, ...this.#options })
    this.#streams.set(business, stream)
    return stream
  }

  #ping(): void {
    for (const open of this.#sockets) {
      if (!open.isAlive) open.socket.terminate()
      open.isAlive = false
      open.messages = 0
      open.socket.ping()
    }
    this.#cancelPing = this.#options.timer.after(pingIntervalMs, () => this.#ping())
  }
}

/** A client that does not read is sent away, so that nobody pays for it. */
function sendTo(socket: WebSocket, frame: string): void {
  if (socket.readyState !== socket.OPEN) return
  if (socket.bufferedAmount > maxQueuedBytes) return socket.close(closeCodes.tryAgainLater, 'client reads too slowly')
  socket.send(frame)
}
