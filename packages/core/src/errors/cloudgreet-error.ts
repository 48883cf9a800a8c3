/**
 * Base of every error that leaves a CloudGreet package.
 *
 * Not for expected refusals: a "no" from compliance, or an empty stock, is a return value with a `code`.
 */
export abstract class CloudGreetError extends Error {
  static readonly brand: string = 'cloudgreet.error'

  /** Stable snake_case name. Logs, metrics and HTTP bodies match on it. */
  abstract readonly code: string

  /** True when the same call, unchanged, may succeed later. Default: false. */
  readonly isRetryable: boolean = false

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    let type = new.target as unknown as { readonly brand?: string }
    while (type.brand !== undefined) {
      Object.defineProperty(this, Symbol.for(type.brand), { value: true })
      type = Object.getPrototypeOf(type)
    }
  }

  /** `instanceof` that also holds when two copies of the package are installed. */
  static isInstance<E extends CloudGreetError>(
    this: (abstract new (...args: never[]) => E) & { readonly brand: string },
    error: unknown,
  ): error is E {
    return typeof error === 'object' && error !== null && Symbol.for(this.brand) in error
  }
}
