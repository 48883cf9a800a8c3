/** What lets the client act for somebody. */
export type Credentials = {
  /** Access token, sent as `Authorization: Bearer`. */
  readonly token: string
  /** When the access token ends, ISO 8601. */
  readonly expiresAt: string
  /** Only for `clientKind: 'token'`; a browser keeps it in a cookie that scripts cannot read. */
  readonly refreshToken?: string | undefined
}

/** Where the client keeps its credentials. Members may answer at once or by a promise. */
export interface CredentialStorage {
  /** Undefined when there are none: the call is then anonymous. */
  read(): Credentials | undefined | Promise<Credentials | undefined>
  write(credentials: Credentials): void | Promise<void>
  /** Leaves nothing behind. */
  clear(): void | Promise<void>
}

/** Keeps the credentials until the page or the process ends. The default. */
export function createMemoryStorage(): CredentialStorage {
  let kept: Credentials | undefined
  return {
    read: () => kept,
    write: (credentials) => {
      kept = credentials
    },
    clear: () => {
      kept = undefined
    },
  }
}
