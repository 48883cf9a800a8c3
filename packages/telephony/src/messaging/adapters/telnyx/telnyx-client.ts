import type * as TelnyxSdk from 'telnyx'

import { toTelnyxError } from './telnyx-error.ts'

export interface TelnyxAccess {
  readonly apiKey: string
  /** Includes the version: `https://api.telnyx.com/v2`, which is the default. */
  readonly baseUrl?: string | undefined
  /** Milliseconds until a call counts as unanswered. Default: 10 000. */
  readonly timeoutMs?: number | undefined
}

export interface TelnyxClient {
  /**
   * Runs one call, once.
   *
   * @param operation - names the call in an error
   * @throws {UpstreamError} whatever went wrong, translated
   */
  call<Answer>(operation: string, run: (sdk: TelnyxSdk.Telnyx) => PromiseLike<Answer>): Promise<Answer>
}

/**
 * The official client with its own retries off, loaded at the first call: who only verifies webhooks need not
 * install it.
 *
 * Left to itself it repeats a `POST /messages` up to twice after a 409, 429, 5xx or time-out, and sends no
 * idempotency key: the person would read the text three times.
 */
export function createTelnyxClient(access: TelnyxAccess): TelnyxClient {
  let loading: Promise<{ readonly sdk: typeof TelnyxSdk; readonly client: TelnyxSdk.Telnyx }> | undefined
  const load = async () => {
    const sdk = await import('telnyx')
    const client = new sdk.Telnyx({
      apiKey: access.apiKey,
      baseURL: access.baseUrl ?? 'https://api.telnyx.com/v2',
      timeout: access.timeoutMs ?? 10_000,
      maxRetries: 0,
    })
    return { sdk, client }
  }
  return {
    async call(operation, run) {
      const { sdk, client } = await (loading ??= load())
      try {
        return await run(client)
      } catch (error) {
        throw toTelnyxError(error, operation, sdk)
      }
    },
  }
}
