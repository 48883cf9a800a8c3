import { InvalidArgumentError } from './invalid-argument-error.ts'

/** A cursor that no list gave out. */
export class InvalidCursorError extends InvalidArgumentError {
  static override readonly brand: string = 'cloudgreet.error.invalid-cursor'
  override readonly name = 'InvalidCursorError'
  override readonly code = 'invalid_cursor'

  constructor() {
    super('This cursor was not given out by a list; begin without one.', [
      { field: 'cursor', message: 'Use the nextCursor of the page before.' },
    ])
  }
}
