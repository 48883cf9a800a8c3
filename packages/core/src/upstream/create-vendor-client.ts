import { createUpstreamGuard, type UpstreamCall, type UpstreamGuard } from './create-upstream-guard.ts'

/** How a vendor's API is reached. */
export interface VendorAccess {
  readonly apiKey: string
  /** Default: the vendor's production. With Telnyx it includes the version: `https://api.telnyx.com/v2`. */
  readonly baseUrl?: string | undefined
  /** Milliseconds until a call counts as unanswered, to the last byte of the answer. Default: the guard's. */
  readonly timeoutMs?: number | undefined
  /** Times, repeats and stops the calls: one for all clients of a vendor. Default: the client's own. */
  readonly guard?: UpstreamGuard | undefined
}

/** A vendor's official client, behind our errors. */
export interface VendorClient<Client> {
  /**
   * Runs a call that changes something: once.
   *
   * @param operation - names the call in an error
   * @throws {UpstreamError} whatever went wrong, translated
   */
  call<Answer>(operation: string, run: (client: Client) => PromiseLike<Answer>): Promise<Answer>

  /** Runs a call that only reads: up to three times, see {@link UpstreamGuard}. Otherwise as {@link call}. */
  read<Answer>(operation: string, run: (client: Client) => PromiseLike<Answer>): Promise<Answer>
}

/** What a vendor's SDK takes, the same for all of them. */
export interface VendorClientOptions {
  readonly apiKey: string
  readonly baseURL: string
  /** Ends with the guard's time-out, also while a body is read: the SDK's own time-out ends with the headers. */
  readonly fetch: typeof globalThis.fetch
  /** Left to itself an SDK repeats calls, and without an idempotency key that makes an agent or a text twice. */
  readonly maxRetries: 0
}

export interface Vendor<Sdk, Client> {
  /** Names it in errors, logs and health. */
  readonly name: string
  readonly defaultBaseUrl: string
  /** Imports the SDK. */
  readonly load: () => Promise<Sdk>
  readonly connect: (sdk: Sdk, options: VendorClientOptions) => Client
  /** Translates what the SDK throws. */
  readonly toError: (error: unknown, operation: string, sdk: Sdk) => Error
}

/** Loads the SDK at the first call: who only verifies webhooks need not install it. */
export function createVendorClient<Sdk, Client>(
  access: VendorAccess,
  vendor: Vendor<Sdk, Client>,
): VendorClient<Client> {
  const { apiKey, baseUrl: baseURL = vendor.defaultBaseUrl, timeoutMs } = access
  const guard = access.guard ?? createUpstreamGuard({ vendor: vendor.name })
  let loading: Promise<Sdk> | undefined

  async function run<Answer>(call: UpstreamCall, work: (client: Client) => PromiseLike<Answer>): Promise<Answer> {
    const sdk = await (loading ??= vendor.load())
    return guard.run(call, async (signal) => {
      try {
        return await work(vendor.connect(sdk, { apiKey, baseURL, fetch: fetchUntil(signal), maxRetries: 0 }))
      } catch (error) {
        throw vendor.toError(error, call.operation, sdk)
      }
    })
  }

  return {
    call: (operation, work) => run({ operation, isRepeatable: false, timeoutMs }, work),
    read: (operation, work) => run({ operation, isRepeatable: true, timeoutMs }, work),
  }
}

/** `fetch` for one try: its every request, paging included, ends with the try. */
function fetchUntil(signal: AbortSignal): typeof globalThis.fetch {
  return (input, init) =>
    globalThis.fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal })
}
