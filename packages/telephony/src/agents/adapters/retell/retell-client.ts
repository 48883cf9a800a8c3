import type * as RetellSdk from 'retell-sdk'

import { toRetellError } from './retell-error.ts'

export interface RetellAccess {
  readonly apiKey: string
  /** Default: `https://api.retellai.com`. */
  readonly baseUrl?: string | undefined
  /** Milliseconds until a call counts as unanswered. Default: 10 000. */
  readonly timeoutMs?: number | undefined
}

export interface RetellClient {
  /**
   * Runs one call, once.
   *
   * @param operation - names the call in an error
   * @throws {UpstreamError} whatever went wrong, translated
   */
  call<Answer>(operation: string, run: (sdk: RetellSdk.Retell) => PromiseLike<Answer>): Promise<Answer>
}

/**
 * The official client, loaded at the first call: who only verifies webhooks need not install it. Its own retries
 * are off, as they would make an agent twice; no idempotency key is sent.
 */
export function createRetellClient(access: RetellAccess): RetellClient {
  let loading: Promise<{ readonly sdk: typeof RetellSdk; readonly client: RetellSdk.Retell }> | undefined
  const load = async () => {
    const sdk = await import('retell-sdk')
    const client = new sdk.Retell({
      apiKey: access.apiKey,
      baseURL: access.baseUrl ?? 'https://api.retellai.com',
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
        throw toRetellError(error, operation, sdk)
      }
    },
  }
}
