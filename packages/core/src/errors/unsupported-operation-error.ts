import { CloudGreetError } from './cloudgreet-error.ts'

/** The adapter states in its capabilities that it cannot do this. */
export class UnsupportedOperationError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.unsupported-operation'
  override readonly name = 'UnsupportedOperationError'
  readonly code = 'unsupported_operation'

  constructor(
    readonly operation: string,
    options?: ErrorOptions,
  ) {
    super(`This adapter cannot do "${operation}"; its capabilities say so.`, options)
  }
}
