import type { CloudGreetClient } from '../client.ts'
import type { EventFrame } from '../contract-types.ts'
import { CloudGreetApiError } from '../transport/cloudgreet-api-error.ts'
import { readFrame } from './read-frame.ts'
import { reconnectDelayMs } from './reconnect-delay.ts'
import type { WebSocketConstructor, WebSocketEventLike, WebSocketLike } from './web-socket-like.ts'

export type RealtimeState =
  | { readonly name: 'connecting' }
  | { readonly name: 'live' }
  | { readonly name: 'reconnecting'; readonly failures: number; readonly retryInMs: number }
  /** By {@link RealtimeConnection.pause}: the machine sleeps or has no network. */
  | { readonly name: 'paused' }
  /** For good: by `close()`, or with the refusal that no further attempt can mend. */
  | { readonly name: 'closed'; readonly error?: CloudGreetApiError | undefined }

export type RealtimeTimers = {
  setTimeout(work: () => void, delayMs: number): unknown
  clearTimeout(timer: unknown): void
}

export type RealtimeSettings = {
  readonly client: Pick<CloudGreetClient, 'baseUrl' | 'realtime' | 'business'>
  readonly businessId: string
  /** The last event that is known already: `seq` of the dashboard. */
  readonly after: number
  /** Each event once, in order, without a gap. */
  readonly onEvent: (event: EventFrame) => void
  readonly onState?: ((state: RealtimeState) => void) | undefined
  /**
   * The server no longer keeps what was missed: load the current state and answer its `seq`. The stream goes on
   * after it. When it throws, it is called again after a wait.
   */
  readonly onResync: () => Promise<number>
  /** Default: the platform's. */
  readonly WebSocket?: WebSocketConstructor | undefined
  /** 0 to 1, for the jitter of the waits. Default: `Math.random`. */
  readonly random?: (() => number) | undefined
  /** Default: the platform's. */
  readonly timers?: RealtimeTimers | undefined
}

export interface RealtimeConnection {
  readonly state: RealtimeState
  /** The last event that was handed to `onEvent`. */
  readonly lastSeq: number
  /** Leaves the line until {@link resume}. */
  pause(): void
  /** Connects at once, without the rest of a wait. Does nothing while live or closed. */
  resume(): void
  /** Ends the connection for good. No callback comes afterwards but the state `closed`. */
  close(): void
}

/**
 * Follows the events of a business over a WebSocket. A cut line is taken up again where it broke (wait 0.5 s to 30 s
 * with jitter), an event that came twice is dropped, a gap is fetched again.
 * A refusal that no further attempt can mend (401, 403, 404) ends it.
 */
export function connectRealtime(settings: RealtimeSettings): RealtimeConnection {
  const stream = new RealtimeStream(settings)
  stream.resume()
  return stream
}

const TERMINAL_STATUSES: ReadonlySet<number> = new Set([401, 403, 404])

/** A line that held this long was good: the next wait begins short again. */
const STEADY_AFTER_MS = 10_000

const platformTimers: RealtimeTimers = {
  setTimeout: (work, delayMs) => globalThis.setTimeout(work, delayMs),
  clearTimeout: (timer) => globalThis.clearTimeout(timer as Parameters<typeof globalThis.clearTimeout>[0]),
}

class RealtimeStream implements RealtimeConnection {
  state: RealtimeState = { name: 'connecting' }
  lastSeq: number

  readonly #settings: RealtimeSettings
  readonly #timers: RealtimeTimers
  #socket: WebSocketLike | undefined
  #wait: unknown
  #failures = 0
  #needsResync = false
  #isChecked = false
  /** Moves on with each attempt, so that what an earlier one still brings is ignored. */
  #attempt = 0

  constructor(settings: RealtimeSettings) {
    this.#settings = settings
    this.#timers = settings.timers ?? platformTimers
    this.lastSeq = settings.after
  }

  pause(): void {
    if (this.state.name === 'closed') return
    this.#leaveLine()
    this.#enter({ name: 'paused' })
  }

  resume(): void {
    if (this.state.name === 'closed' || this.state.name === 'live') return
    this.#leaveLine()
    this.#enter({ name: 'connecting' })
    void this.#connect(this.#attempt)
  }

  close(): void {
    this.#end(undefined)
  }

  #end(error: CloudGreetApiError | undefined): void {
    if (this.state.name === 'closed') return
    this.#leaveLine()
    this.#enter({ name: 'closed', error })
  }

  #leaveLine(): void {
    this.#attempt += 1
    this.#timers.clearTimeout(this.#wait)
    this.#socket?.close(1000)
    this.#socket = undefined
  }

  async #connect(attempt: number): Promise<void> {
    try {
      if (this.#needsResync) await this.#resync(attempt)
      const { ticket } = await this.#settings.client.realtime.ticket()
      if (attempt === this.#attempt) this.#open(attempt, ticket)
    } catch (error) {
      if (attempt === this.#attempt) this.#fail(error)
    }
  }

  async #resync(attempt: number): Promise<void> {
    const seq = await this.#settings.onResync()
    if (attempt !== this.#attempt) return
    this.lastSeq = seq
    this.#needsResync = false
  }

  #open(attempt: number, ticket: string): void {
    const Socket = this.#settings.WebSocket ?? globalThis.WebSocket
    const socket = new Socket(this.#address(ticket))
    const line = { wasOpen: false, refusal: undefined as CloudGreetApiError | undefined }
    const whenCurrent = (listener: (event: WebSocketEventLike) => void) => (event: WebSocketEventLike) => {
      if (attempt === this.#attempt) listener(event)
    }
    socket.addEventListener(
      'open',
      whenCurrent(() => {
        line.wasOpen = true
        this.#wait = this.#timers.setTimeout(() => this.#forgetFailures(), STEADY_AFTER_MS)
        this.#enter({ name: 'live' })
      }),
    )
    socket.addEventListener(
      'message',
      whenCurrent((event) => this.#take(event.data)),
    )
    socket.addEventListener(
      'error',
      whenCurrent((event) => {
        line.refusal = toUpgradeRefusal(event.message)
      }),
    )
    socket.addEventListener(
      'close',
      whenCurrent(() => void this.#lose(attempt, line)),
    )
    this.#socket = socket
  }

  #address(ticket: string): string {
    const { client, businessId } = this.#settings
    const address = new URL(`api/websocket/dashboard/${encodeURIComponent(businessId)}`, `${client.baseUrl}/`)
    address.protocol = address.protocol.replace('http', 'ws')
    address.searchParams.set('ticket', ticket)
    address.searchParams.set('after', String(this.lastSeq))
    return address.href
  }

  #take(data: unknown): void {
    const frame = readFrame(data)
    if (frame.kind === 'resync') return this.#restart({ needsResync: true })
    if (frame.kind === 'unknown' || frame.event.seq <= this.lastSeq) return
    // A gap: what lies between is asked for by connecting again after the last known event.
    if (frame.event.seq > this.lastSeq + 1) return this.#restart({ needsResync: this.#failures > 0 })
    this.#failures = 0
    this.lastSeq = frame.event.seq
    this.#settings.onEvent(frame.event)
  }

  #forgetFailures(): void {
    this.#failures = 0
  }

  #restart({ needsResync }: { readonly needsResync: boolean }): void {
    this.#needsResync ||= needsResync
    this.#leaveLine()
    this.#fail(undefined)
  }

  /** A browser does not tell why an upgrade was refused, so the business is asked for once over HTTP. */
  async #lose(attempt: number, line: { wasOpen: boolean; refusal: CloudGreetApiError | undefined }): Promise<void> {
    this.#socket = undefined
    const refusal = line.wasOpen || line.refusal !== undefined ? line.refusal : await this.#checkBusiness()
    if (attempt === this.#attempt) this.#fail(refusal)
  }

  async #checkBusiness(): Promise<unknown> {
    if (this.#isChecked) return undefined
    this.#isChecked = true
    try {
      const { id } = await this.#settings.client.business.get()
      return id === this.#settings.businessId ? undefined : notFound()
    } catch (error) {
      return error
    }
  }

  #fail(error: unknown): void {
    const refusal = CloudGreetApiError.isInstance(error) ? error : undefined
    if (refusal !== undefined && TERMINAL_STATUSES.has(refusal.status)) return this.#end(refusal)
    this.#failures += 1
    const random = (this.#settings.random ?? Math.random)()
    const retryInMs = Math.max(reconnectDelayMs(this.#failures, random), refusal?.retryAfterMs ?? 0)
    this.#leaveLine()
    const attempt = this.#attempt
    this.#wait = this.#timers.setTimeout(() => void this.#connect(attempt), retryInMs)
    this.#enter({ name: 'reconnecting', failures: this.#failures, retryInMs })
  }

  #enter(state: RealtimeState): void {
    if (this.state.name === state.name && state.name !== 'reconnecting' && state.name !== 'connecting') return
    this.state = state
    this.#settings.onState?.(state)
  }
}

function toUpgradeRefusal(message: unknown): CloudGreetApiError | undefined {
  const status = /Unexpected server response: (\d{3})/.exec(String(message))?.[1]
  // 401 is about the ticket: the next one is asked for with the access token, which decides.
  if (status === undefined || status === '401') return undefined
  if (status === '404') return notFound()
  const detail = `The server refused the socket with ${status}.`
  return new CloudGreetApiError({ status: Number(status), code: 'socket_refused', detail })
}

function notFound(): CloudGreetApiError {
  return new CloudGreetApiError({ status: 404, code: 'not_found', detail: 'There is no such business.' })
}
