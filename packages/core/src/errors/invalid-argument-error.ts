import { CloudGreetError } from './cloudgreet-error.ts'

/** One field that was refused, as HTTP's `errors[]` shows it. */
export interface InvalidField {
  /** Path in the input, dotted: `hours.monday.opens`. */
  readonly field: string
  /** What is wrong and what would be right, fit for the person who typed it. */
  readonly message: string
}

/** Input that no later try can make right: the caller must change it. */
export class InvalidArgumentError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.invalid-argument'
  override readonly name: string = 'InvalidArgumentError'
  readonly code: string = 'validation_failed'

  constructor(
    message: string,
    readonly fields: readonly InvalidField[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
