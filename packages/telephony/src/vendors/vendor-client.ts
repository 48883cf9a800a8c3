/** How a vendor's API is reached. */
export interface VendorAccess {
  readonly apiKey: string
  /** Default: the vendor's production. With Telnyx it includes the version: `https://api.telnyx.com/v2`. */
  readonly baseUrl?: string | undefined
  /** Milliseconds until a call counts as unanswered. Default: 10 000. */
  readonly timeoutMs?: number | undefined
}

/** A vendor's official client, behind our errors. */
export interface VendorClient<Client> {
  /**
   * Runs one call, once.
   *
   * @param operation - names the call in an error
   * @throws {UpstreamError} whatever went wrong, translated
   */
  call<Answer>(operation: string, run: (client: Client) => PromiseLike<Answer>): Promise<Answer>
}

/** What a vendor's SDK takes, the same for all of them. */
export interface VendorClientOptions {
  readonly apiKey: string
  readonly baseURL: string
  readonly timeout: number
  /** Left to itself an SDK repeats calls, and without an idempotency key that makes an agent or a text twice. */
  readonly maxRetries: 0
}

/**
 * Loads the SDK at the first call: who only verifies webhooks need not install it.
 *
 * @param vendor - `load` imports the SDK, `connect` makes its client, `toError` translates what it throws
 */
export function createVendorClient<Sdk, Client>(
  access: VendorAccess,
  vendor: {
    readonly defaultBaseUrl: string
    readonly load: () => Promise<Sdk>
    readonly connect: (sdk: Sdk, options: VendorClientOptions) => Client
    readonly toError: (error: unknown, operation: string, sdk: Sdk) => Error
  },
): VendorClient<Client> {
  let loading: Promise<{ readonly sdk: Sdk; readonly client: Client }> | undefined
  const load = async () => {
    const sdk = await vendor.load()
    const { apiKey, baseUrl: baseURL = vendor.defaultBaseUrl, timeoutMs: timeout = 10_000 } = access
    return { sdk, client: vendor.connect(sdk, { apiKey, baseURL, timeout, maxRetries: 0 }) }
  }
  return {
    async call(operation, run) {
      const { sdk, client } = await (loading ??= load())
      try {
        return await run(client)
      } catch (error) {
        throw vendor.toError(error, operation, sdk)
      }
    },
  }
}
