import { CloudGreetError } from '../../errors/cloudgreet-error.ts'
import { redact } from '../../kernel/domain/redact.ts'

/** What is kept of a failure. Causes, stacks and details stay out: they may hold what must not be stored. */
export type RecordedFailure = {
  readonly name: string
  /** `unexpected_error` when the error had no code of ours. */
  readonly code: string
  readonly message: string
}

/** A step failed at its last try. It reads the same in the run that saw the failure and in every later one. */
export class StepError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.step'
  override readonly name = 'StepError'
  /** The code of the error that the step threw. */
  readonly code: string
  /** The name of that error. */
  readonly errorName: string

  constructor(failure: RecordedFailure) {
    super(failure.message)
    this.code = failure.code
    this.errorName = failure.name
  }
}

/** Reduces an error to what may be stored; phone numbers in the message are masked. */
export function toRecordedFailure(error: unknown): RecordedFailure {
  if (StepError.isInstance(error)) return { name: error.errorName, code: error.code, message: error.message }
  if (!(error instanceof Error))
    return { name: 'Error', code: 'unexpected_error', message: 'Something else than an error was thrown.' }
  return {
    name: error.name,
    code: CloudGreetError.isInstance(error) ? error.code : 'unexpected_error',
    message: String(redact(error.message)),
  }
}
