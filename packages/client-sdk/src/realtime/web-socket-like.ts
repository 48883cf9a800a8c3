/** The part of an event of a WebSocket that is read. */
export type WebSocketEventLike = {
  readonly data?: unknown
  /** The package `ws` names the refusal here: `Unexpected server response: 404`. */
  readonly message?: unknown
}

/** The part of a WebSocket that is used: the browser's, Node's and the one of the package `ws` fit. */
export interface WebSocketLike {
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: WebSocketEventLike) => void): void
  close(code?: number, reason?: string): void
}

export type WebSocketConstructor = new (url: string) => WebSocketLike
