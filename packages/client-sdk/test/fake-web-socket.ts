import type { RealtimeTimers, WebSocketEventLike, WebSocketLike } from '../src/realtime.ts'

/** Keeps the sockets that were opened; the test plays the server. */
export class FakeWebSocket implements WebSocketLike {
  static opened: FakeWebSocket[] = []

  static get last(): FakeWebSocket {
    const socket = FakeWebSocket.opened.at(-1)
    if (socket === undefined) throw new Error('No socket was opened.')
    return socket
  }

  isClosed = false
  readonly #listeners = new Map<string, (event: WebSocketEventLike) => void>()

  constructor(readonly url: string) {
    FakeWebSocket.opened.push(this)
  }

  addEventListener(type: string, listener: (event: WebSocketEventLike) => void): void {
    this.#listeners.set(type, listener)
  }

  close(): void {
    this.isClosed = true
  }

  accept(): void {
    this.#emit('open', {})
  }

  send(frame: unknown): void {
    this.#emit('message', { data: JSON.stringify(frame) })
  }

  drop(message?: string): void {
    if (message !== undefined) this.#emit('error', { message })
    this.#emit('close', {})
  }

  #emit(type: string, event: WebSocketEventLike): void {
    this.#listeners.get(type)?.(event)
  }
}

/** Timers that run when the test says so. */
export class FakeTimers implements RealtimeTimers {
  readonly waits: { readonly delayMs: number; readonly work: () => void }[] = []

  setTimeout(work: () => void, delayMs: number): unknown {
    const wait = { work, delayMs }
    this.waits.push(wait)
    return wait
  }

  clearTimeout(timer: unknown): void {
    const index = this.waits.findIndex((wait) => wait === timer)
    if (index !== -1) this.waits.splice(index, 1)
  }

  runNext(): number {
    const wait = this.waits.shift()
    if (wait === undefined) throw new Error('Nothing waits.')
    wait.work()
    return wait.delayMs
  }
}

/** Lets promises that are ready settle. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}
