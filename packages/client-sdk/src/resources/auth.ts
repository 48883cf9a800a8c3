import type { LoginRequest, Provisioning, RegisterRequest, Session } from '../contract-types.ts'
import type { CredentialStorage } from '../session/credential-storage.ts'
import { toCredentials, type CallOptions, type Transport } from '../transport/transport.ts'

export type RegistrationResult =
  /** The business can take calls; its owner is signed in. */
  | { readonly status: 'active'; readonly session: Session }
  /** It takes longer than 15 s: ask `registrations.status` with both values, then sign in. */
  | Provisioning

/** Who the client acts for. */
export interface AuthResource {
  /**
   * Makes a business and signs its owner in.
   *
   * @throws {CloudGreetApiError} `email_exists`, `validation_failed`, `no_available_numbers`
   */
  register(request: RegisterRequest, options?: CallOptions): Promise<RegistrationResult>
  /** @throws {CloudGreetApiError} `invalid_credentials` */
  login(request: LoginRequest, options?: CallOptions): Promise<Session>
  /**
   * Takes a new access token. Calls do it by themselves once when theirs has expired.
   *
   * @throws {CloudGreetApiError} with status 401 when there is nobody to refresh; the storage is then empty
   */
  refresh(): Promise<Session>
  /** Ends the session on the server and empties the storage, also when the server cannot be reached. */
  logout(): Promise<void>
  /** Empties the storage: the next call is anonymous. */
  clear(): Promise<void>
  /** Whether the storage holds an access token; it may have expired. */
  isSignedIn(): Promise<boolean>
}

export function createAuthResource(transport: Transport, storage: CredentialStorage): AuthResource {
  async function keep(session: Session): Promise<Session> {
    await storage.write(toCredentials(session))
    return session
  }

  return {
    async register(request, options) {
      const path = 'api/auth/register-simple'
      const answer = await transport.send({
        ...options,
        method: 'post',
        path,
        body: request,
        bearer: null,
        isKeyed: true,
      })
      if (answer.status === 202) return answer.body as Provisioning
      return { status: 'active', session: await keep(answer.body as Session) }
    },
    async login(request, options) {
      const path = 'api/auth/login'
      const { body } = await transport.send({ ...options, method: 'post', path, body: request, bearer: null })
      return keep(body as Session)
    },
    refresh: async () => (await transport.refresh()) as Session,
    async logout() {
      const refreshToken = (await storage.read())?.refreshToken
      const body = refreshToken === undefined ? {} : { refreshToken }
      try {
        await transport.send({ method: 'post', path: 'api/auth/logout', body })
      } finally {
        await storage.clear()
      }
    },
    clear: async () => storage.clear(),
    isSignedIn: async () => (await storage.read()) !== undefined,
  }
}
