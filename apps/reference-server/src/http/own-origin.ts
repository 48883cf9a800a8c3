export interface OwnOriginOptions {
  readonly publicBaseUrl: string | undefined
  /** Further origins that our pages come from. */
  readonly allowedOrigins: readonly string[]
  /** The port listened on; its loopback origins are ours outside production. */
  readonly loopbackPort: number | undefined
}

/** Tells the `Origin` of our own pages from a foreign one. */
export function createOwnOrigin(options: OwnOriginOptions): (origin: string) => boolean {
  const { publicBaseUrl, allowedOrigins, loopbackPort } = options
  const loopback =
    loopbackPort === undefined
      ? []
      : ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${loopbackPort}`)
  const own = new Set([
    ...(publicBaseUrl === undefined ? [] : [new URL(publicBaseUrl).origin]),
    ...allowedOrigins,
    ...loopback,
  ])
  return (origin) => own.has(origin)
}
