/** Where the client reads the time. */
export interface ClientClock {
  now(): Date
}

/** Measures how far this machine's clock is from the server's, by the header Date of each answer. */
export interface ClockSkew {
  observe(headers: Headers): void
  /** Milliseconds that the server's clock is ahead, negative when behind; undefined before the first answer. */
  skewMs(): number | undefined
}

/** The header has whole seconds and the answer travelled a while: a skew under two seconds cannot be told from none. */
export function createClockSkew(clock: ClientClock): ClockSkew {
  let measuredMs: number | undefined
  return {
    observe(headers) {
      const serverMs = Date.parse(headers.get('date') ?? '')
      if (!Number.isNaN(serverMs)) measuredMs = serverMs - clock.now().getTime()
    },
    skewMs: () => measuredMs,
  }
}
